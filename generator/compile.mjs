// Compiles the .py files of a zip or wheel to bytecode, with the `pyodide py-compile` command of pyodide-build.
//
//   node generator/compile.mjs TOOLS FOLDER FILE...
//
// Bytecode fits one version of Python only, and the version that runs in the browser is newer than the one that builds
// the site. So the command runs where its Python is right by construction: inside the very Pyodide that is compiled
// for, on Node. TOOLS is a folder with the unpacked packages of requirements-runtime.txt, FOLDER holds the FILEs. If
// FOLDER has a compiled standard library already, this process starts from it, which is twice as fast.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadPyodide } from "pyodide";

const [tools, folder, ...files] = process.argv.slice(2);
const compiledLibrary = resolve(tools, "..", "python_stdlib.zip");

const RUN = `
import sys

sys.path.insert(0, "/tools")
sys.dont_write_bytecode = False  # the tools are themselves compiled at first use, and start fast from then on
sys.modules["__main__"].__file__ = "pyodide"  # one of the tools asks for it on import

from pyodide_cli.app import main

def compile_archive(path):
    sys.argv = ["pyodide", "py-compile", "--silent", "--compression-level", "9", path]
    try:
        main()
    except SystemExit as leaving:
        return leaving.code or 0
    return 0

compile_archive
`;

const python = await loadPyodide({
  ...(existsSync(compiledLibrary) ? { stdLibURL: compiledLibrary } : {}),
  // The first moment that a zip can hold: with it the dates inside, and so the bytes, are the same at every run.
  env: { SOURCE_DATE_EPOCH: "315532800", NO_COLOR: "1" },
});
python.mountNodeFS("/tools", resolve(tools));
python.mountNodeFS("/folder", resolve(folder));

try {
  const compileArchive = python.runPython(RUN);
  for (const file of files) {
    const status = compileArchive(`/folder/${file}`);
    if (status !== 0) throw new Error(`pyodide py-compile ${file} ended with status ${status}`);
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
