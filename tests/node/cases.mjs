// Answers requests inside Pyodide on Node, with the runtime folder that the browser gets.
//
//   node tests/node/cases.mjs RUNTIME RULES WORKDAYS MESSAGES > answers.json
//
// RUNTIME is the folder that the site serves, RULES and WORKDAYS the paths of rules.json and workdays.json,
// MESSAGES that of a list of texts as calculators.browser.ask() takes them; standard output gets the list of the texts that it answered. Nothing is parsed
// on the way: JavaScript would put the years of an object into another order.

import { readFileSync } from "node:fs";
import { fail, startPython } from "../../generator/node-python.mjs";

const ENGINE = "calculators.browser";

const [runtime, rules, workdays, requests] = process.argv.slice(2);

try {
  const engine = (await startPython(runtime)).pyimport(ENGINE);
  engine.start(readFileSync(rules, "utf8"), readFileSync(workdays, "utf8"));
  const messages = JSON.parse(readFileSync(requests, "utf8"));
  process.stdout.write(JSON.stringify(messages.map((message) => engine.ask(message))));
} catch (error) {
  fail(error);
}
