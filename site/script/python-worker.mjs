// Python in a worker: loads the runtime folder, starts the engine with the rules, and answers one question after
// the other. Talks with python.mjs, which starts it from a blob: (see there why).
//
//   in:  { id, start: { root } }        out: { progress: { stage, loaded, total } } ..., then { id, result: null }
//   in:  { id, ask: { request, ... } }  out: { id, result }
//   any failure:                        out: { id, error: { code, detail } }

const ENGINE = "calculators.browser"; // start(rules: str, workdays: str) -> None, ask(message: str) -> str, all JSON

let engine = null; // the Python module, once it is started
let queue = Promise.resolve(); // what came first is answered first

class Failure extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

self.onmessage = ({ data }) => {
  queue = queue.then(() => reply(data));
};
self.postMessage({ hello: true });

async function reply({ id, start: starting, ask: question }) {
  try {
    const result = starting ? await start(starting.root) : ask(question);
    self.postMessage({ id, result });
  } catch (error) {
    const { code, detail } = describe(error);
    self.postMessage({ id, error: { code, detail } });
  }
}

async function start(root) {
  const folder = new URL("runtime/", root).href;
  const manifest = await fetchFile(new URL("manifest.json", folder)).then((response) => response.json());
  const progress = watchProgress(folder, manifest.files);

  // Everything that can be fetched at the same time is: the rules and the lock while Pyodide fetches itself.
  const [rules, workdays] = ["rules.json", "workdays.json"].map((name) =>
    fetchFile(new URL(name, root)).then((response) => response.text()),
  );
  const lock = fetchFile(new URL("pyodide-lock.json", folder)).then((response) => response.text());
  for (const file of [rules, workdays, lock]) file.catch(() => {}); // looked at below; no unhandled rejection until then

  const python = await loadPython(folder, lock, manifest);
  progress.stage("engine");
  if (!(manifest.package in python.loadedPackages)) await explainMissing(python, manifest.package);
  const module = python.pyimport(ENGINE);
  module.start(await rules, await workdays);
  engine = module;
  progress.stop("ready");
  return null;
}

function ask(question) {
  if (!engine) throw new Failure("start-failed", "the engine is not running");
  return JSON.parse(engine.ask(JSON.stringify(question)));
}

async function loadPython(folder, lock, { core, package: name }) {
  const coreFolder = new URL(core, folder).href;
  const { loadPyodide } = await importModule(new URL("pyodide.mjs", coreFolder).href);
  const inFile = self.zhijiImport && (await importModule(new URL("pyodide.asm.mjs", coreFolder).href));
  await lock; // a lock that cannot be fetched is told as what it is, not as a Pyodide that fails
  const loading = loadPyodide({
    indexURL: coreFolder,
    lockFileContents: lock,
    packageBaseUrl: folder, // or else a package that is missing here would be looked for on a content network
    packages: [name],
    createPyodideModule: inFile?.default, // or else Pyodide imports it by its address
    stdout: () => {},
    stderr: (line) => console.warn(line),
  });
  return Promise.race([loading, failedWebAssembly]);
}

// Pyodide waits for ever when its WebAssembly does not arrive or does not compile: it only logs the failure. So we
// listen at the function that it calls.
const failedWebAssembly = new Promise((_, reject) => {
  const original = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (response, imports) => {
    try {
      return await original.call(WebAssembly, response, imports);
    } catch (error) {
      const code = error instanceof WebAssembly.CompileError ? "start-failed" : "fetch-failed";
      reject(new Failure(code, `pyodide.asm.wasm: ${error}`));
      throw error;
    }
  };
});
failedWebAssembly.catch(() => {});

// Pyodide does not throw when a package cannot be fetched or has the wrong hash, it only logs. Asking for it once more,
// with a callback, tells the reason.
async function explainMissing(python, name) {
  const reasons = [];
  await python.loadPackage(name, { errorCallback: (reason) => reasons.push(reason) }).catch((e) => reasons.push(e));
  if (name in python.loadedPackages) return;
  throw new Failure("package-missing", [...reasons, ...filesNotFetched()].join("\n"));
}

async function fetchFile(address) {
  // no-cache asks the server whether the copy is still good; a manifest or lock of yesterday would name files that
  // are gone.
  const response = await fetch(address, { cache: "no-cache" }).catch((error) => {
    throw new Failure("fetch-failed", `${address}: ${error}`);
  });
  if (!response.ok) throw new Failure("fetch-failed", `${address}: HTTP ${response.status}`);
  return response;
}

async function importModule(address) {
  try {
    return await (self.zhijiImport?.(address) ?? import(address)); // zhijiImport: see site/offline/one-file-worker.mjs
  } catch (error) {
    throw new Failure("fetch-failed", `${address}: ${error}`);
  }
}

// Counts what has arrived by the browser's own log of finished requests. To count inside a request one would have to
// put a stream between, and the browser would no longer keep the compiled WebAssembly.
function watchProgress(folder, files) {
  const sizes = new Map(files.map(({ file, bytes }) => [new URL(file, folder).href, bytes]));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  let stage = "runtime";
  const tell = () => self.postMessage({ progress: { stage, loaded, total } });

  const seen = (entries) => {
    for (const { name } of entries) {
      loaded += sizes.get(name) ?? 0;
      sizes.delete(name);
    }
  };
  const observer = new PerformanceObserver((list) => {
    seen(list.getEntries());
    tell();
  });
  observer.observe({ type: "resource", buffered: true });
  // In the one file nothing is requested, and every file that is given out is told here.
  self.zhijiGiven = (name) => {
    seen([{ name }]);
    tell();
  };
  tell();
  return {
    stage(name) {
      stage = name;
      seen(observer.takeRecords());
      tell();
    },
    stop(name) {
      observer.disconnect();
      loaded = total; // what came from a cache may leave no entry
      stage = name;
      tell();
    },
  };
}

function describe(error) {
  if (error instanceof Failure) return { code: error.code, detail: error.message };
  if (error?.name === "PythonError") return { code: "python-error", detail: error.message };
  const files = filesNotFetched();
  if (files.length) return { code: "fetch-failed", detail: files.join("\n") };
  return { code: "start-failed", detail: String(error?.stack ?? error?.message ?? error) };
}

// Pyodide itself tells little of a file that did not come: the browser's log of requests tells which and why.
function filesNotFetched() {
  return performance
    .getEntriesByType("resource")
    .filter(({ responseStatus: status }) => status === 0 || status >= 400)
    .map(({ name, responseStatus: status }) => `${name}: ${status ? `HTTP ${status}` : "no answer"}`);
}
