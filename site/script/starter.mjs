// Python for one page: started once, by whoever needs it first, and anew after a failure.
//
//   const python = new Starter({ app, texts, say, ready: () => say("") });
//   const engine = await python.start();   // the same one for everybody who waits
//   python.failed();                       // the next start is a new one

import { startPython } from "./python.mjs";
import { progressText } from "./telling.mjs";

export class Starter {
  constructor({ app, texts, say, ready }) {
    this.app = app;
    this.texts = texts;
    this.say = say;
    this.ready = ready;
    this.engine = null; // a promise, once started
  }

  start() {
    this.engine ??= startPython({ root: this.app.dataset.root, onProgress: (how) => this.#tell(how) }).then((engine) => {
      this.app.dataset.python = "ready";
      this.ready();
      return engine;
    });
    return this.engine;
  }

  failed() {
    this.engine = null;
    this.app.dataset.python = "failed";
  }

  #tell(how) {
    if (how.stage !== "ready") this.say(progressText(how, this.texts));
  }
}
