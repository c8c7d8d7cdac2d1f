// Counts the answers for each second of processor time in Pyodide on Node, with the runtime folder of the site.
//
//   node generator/bench/speed.mjs RUNTIME TASK
//
// TASK is a JSON file: code, which defines prepare(rules, person) and run(count); rules and persons, the texts to
// prepare with; for how many seconds to run, and how many answers between two looks at the clock. Prints the answers a
// second for each person.

import { readFileSync } from "node:fs";
import { fail, startPython } from "../node-python.mjs";

const [runtime, task] = process.argv.slice(2);

// This process's own time, whatever else the machine does.
function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

try {
  const { code, rules, persons, seconds, at_once: atOnce } = JSON.parse(readFileSync(task, "utf8"));
  const python = await startPython(runtime);
  python.runPython(code);
  const [prepare, run] = ["prepare", "run"].map((name) => python.globals.get(name));
  const found = {};
  for (const [name, person] of Object.entries(persons)) {
    prepare(rules, person);
    for (let warm = 0; warm < 5; warm++) run(atOnce);
    const start = processorSeconds();
    let [count, spent] = [0, 0];
    for (; spent < seconds; spent = processorSeconds() - start) {
      run(atOnce);
      count += atOnce;
    }
    found[name] = count / spent;
  }
  console.log(JSON.stringify(found));
} catch (error) {
  fail(error);
}
