// One question at a time, and always the latest: what changes while an answer is on its way is asked when it is there,
// once, however much has changed. So the first change is answered at once, and nothing piles up behind fast fingers.
//
//   const turns = new Turns(async () => show(await ask(form.read())));
//   form.oninput = () => turns.next();

export class Turns {
  constructor(ask) {
    this.ask = ask;
    this.running = false;
    this.waiting = false; // whether something has changed since the question that is on its way
  }

  next() {
    if (this.running) this.waiting = true;
    else this.#run();
  }

  async #run() {
    this.running = true;
    try {
      do {
        this.waiting = false;
        await this.ask();
      } while (this.waiting);
    } finally {
      this.running = false;
    }
  }
}
