// Answers requests inside Pyodide on Node, with the runtime folder that the browser gets.
//
//   node tests/node/cases.mjs RUNTIME RULES MESSAGES > answers.json
//
// RUNTIME is the folder that the site serves, RULES the path of rules.json, MESSAGES that of a list of texts as
// calculators.browser.ask() takes them; standard output gets the list of the texts that it answered. Nothing is parsed
// on the way: JavaScript would put the years of an object into another order.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const ENGINE = "calculators.browser";

const [runtime, rules, requests] = process.argv.slice(2);
const folder = resolve(runtime) + "/";
const { package: name } = JSON.parse(readFileSync(folder + "manifest.json", "utf8"));
const { loadPyodide } = await import(pathToFileURL(folder + "pyodide.mjs").href);

const python = await loadPyodide({
  indexURL: folder,
  lockFileContents: readFileSync(folder + "pyodide-lock.json", "utf8"),
  packageBaseUrl: folder,
  packages: [name],
  stdout: (line) => console.error(line), // standard output is for the answers alone
});
if (!(name in python.loadedPackages)) {
  console.error(`the package ${name} was not loaded`);
  process.exit(1);
}

try {
  const engine = python.pyimport(ENGINE);
  engine.start(readFileSync(rules, "utf8"));
  const messages = JSON.parse(readFileSync(requests, "utf8"));
  process.stdout.write(JSON.stringify(messages.map((message) => engine.ask(message))));
} catch (error) {
  console.error(error.message); // and not the stack: it would show a source line of a megabyte
  process.exit(1);
}
