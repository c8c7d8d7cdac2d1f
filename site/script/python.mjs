// The bridge from a page to Python: starts it in a worker, asks it, and says in codes what went wrong.
//
//   const python = await startPython({ root, onProgress });
//   const answer = await python.ask(request, { lang: "zh" });
//   python.stop();
//
// The worker is started from a blob: address whose only line imports our module. A worker that is started from an
// ordinary address does not obey the Content-Security-Policy that stands in the page; one from a blob: inherits it. So
// whatever Python does in there, it cannot reach another origin.
//
// In the one file that holds the whole site there is no address to import from: its loader (site/offline/one-file.js)
// leaves in `zhijiFile` another way to start the worker.

const WORKER_MODULE = new URL("python-worker.mjs", import.meta.url).href;

// What can go wrong. `code` is for the program and for the sentence that the page shows; `detail` is for a report.
//   no-webassembly    this browser has no WebAssembly, or it is switched off
//   no-module-worker  this browser starts no worker, or no worker of modules
//   fetch-failed      a file could not be fetched: offline, missing, or not what the lock says it is
//   package-missing   Pyodide started, but without our engine
//   python-error      Python raised: `detail` is its traceback
//   start-failed      Pyodide itself did not start
//   stopped           the worker was stopped before it answered
export class BridgeError extends Error {
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "BridgeError";
    this.code = code;
    this.detail = detail;
  }
}

// root: the address of the site's root, under which runtime/, rules.json and workdays.json lie.
// onProgress({ stage, loaded, total }): stage is "runtime", "engine" or "ready"; bytes so far and in all.
export async function startPython({ root, onProgress = () => {} }) {
  if (typeof WebAssembly !== "object") throw new BridgeError("no-webassembly");
  const inFile = globalThis.zhijiFile;
  const worker = newWorker(inFile?.startWorker ?? startFromBlob);
  const waiting = new Map(); // id -> { resolve, reject }
  let lastId = 0;
  let ended = null; // the error that every later question gets

  const end = (error) => {
    ended ??= error;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const send = (message) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...message, id });
    });

  await new Promise((resolve, reject) => {
    const fail = (code, detail) => {
      const error = new BridgeError(code, detail);
      end(error);
      reject(error);
    };
    worker.onerror = (event) => fail("no-module-worker", event.message ?? "");
    worker.onmessage = ({ data }) => (data.hello ? resolve() : fail(data.error.code, data.error.detail));
  });
  worker.onerror = (event) => end(new BridgeError("start-failed", event.message ?? ""));
  worker.onmessage = ({ data }) => {
    if (data.progress) return onProgress(data.progress);
    const question = waiting.get(data.id);
    waiting.delete(data.id);
    if (!question) return undefined;
    return data.error
      ? question.reject(new BridgeError(data.error.code, data.error.detail))
      : question.resolve(data.result);
  };

  try {
    await send({ start: { root: inFile?.root ?? new URL(root, document.baseURI).href } });
  } catch (error) {
    end(error);
    throw error;
  }
  return {
    ask: (request, options = {}) => send({ ask: { request, ...options } }),
    stop: () => end(new BridgeError("stopped")),
  };
}

function newWorker(start) {
  try {
    return start("python");
  } catch (error) {
    throw new BridgeError("no-module-worker", String(error));
  }
}

function startFromBlob(name) {
  // import() and not an import line, so that a module that cannot be fetched is told apart from a browser that has no
  // workers of modules: the worker then lives, and says so.
  const source = `import(${JSON.stringify(WORKER_MODULE)}).catch((error) =>
    postMessage({ error: { code: "fetch-failed", detail: String(error) } }));`;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  let asked = false; // a browser without workers of modules never asks for the type, and starts one of the other kind
  const options = {
    name,
    get type() {
      asked = true;
      return "module";
    },
  };
  try {
    const worker = new Worker(address, options);
    if (asked) return worker;
    worker.terminate();
    throw new TypeError("workers of modules are not known here");
  } finally {
    // The browser took its own reference when the worker was made.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
