// Boots a packed runtime and runs the Python of standard input; prints the text that its last line comes to.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = `${resolve(process.argv[2])}/`;
const { loadPyodide } = await import(pathToFileURL(`${folder}pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: folder, stdLibURL: `${folder}library.zip`, packages: ["calculator"] });
console.log(pyodide.runPython(readFileSync(0, "utf8")));
