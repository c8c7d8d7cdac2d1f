// Starts the Python of the site on Node: what the tests and the benchmark share.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// runtime: the folder that the site serves under that name. Gives Pyodide with the engine loaded.
export async function startPython(runtime) {
  const folder = resolve(runtime) + "/";
  const { package: name, core } = JSON.parse(readFileSync(folder + "manifest.json", "utf8"));
  const { loadPyodide } = await import(pathToFileURL(folder + core + "pyodide.mjs").href);
  const python = await loadPyodide({
    indexURL: folder + core,
    lockFileContents: readFileSync(folder + "pyodide-lock.json", "utf8"),
    packageBaseUrl: folder,
    packages: [name],
    stdout: (line) => console.error(line), // standard output is for results alone
  });
  // Pyodide does not throw when a package cannot be loaded.
  if (!(name in python.loadedPackages)) throw new Error(`the package ${name} was not loaded`);
  return python;
}

// Ends the process with the message of an error. Node by itself would show the source line, which is a megabyte here.
export function fail(error) {
  console.error(error.message);
  process.exit(1);
}
