// Runs a Python function in Pyodide on Node, with the runtime folder of the site, and prints what it returns.
//
//   node generator/bench.mjs RUNTIME FILE
//
// FILE holds a JSON list: the code, which defines a function speed(), and the arguments to call it with.

import { readFileSync } from "node:fs";
import { fail, startPython } from "./node-python.mjs";

const [runtime, file] = process.argv.slice(2);
const [code, ...values] = JSON.parse(readFileSync(file, "utf8"));

try {
  const python = await startPython(runtime);
  python.runPython(code);
  console.log(python.globals.get("speed")(...values));
} catch (error) {
  fail(error);
}
