// Boots a packed runtime and imports the modules of standard input, a JSON list; prints those that are missing.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = `${resolve(process.argv[2])}/`;
const { loadPyodide } = await import(pathToFileURL(`${folder}pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: folder, stdLibURL: `${folder}library.zip`, packages: ["calculator"] });
const missing = [];
for (const name of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    pyodide.pyimport(name);
  } catch {
    missing.push(name);
  }
}
console.log(JSON.stringify(missing));
