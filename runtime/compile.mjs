// Boots the stock Pyodide with our wheels under Node.js and lets it compile, with its own Python, what the page
// downloads: node runtime/compile.mjs <folder of the stock runtime> <staged folder> <output folder>
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [stock, staged, output] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(stock, "pyodide.mjs")).href);

try {
  const pyodide = await loadPyodide({
    indexURL: stock,
    stdLibURL: join(staged, "python_stdlib.zip"),
    lockFileURL: join(staged, "pyodide-lock.json"),
    packageCacheDir: staged,
    packages: ["calculator"],
    env: { PYTHONHASHSEED: "0" }, // the order of a set must not show in the bytes
  });

  for (const [name, path] of Object.entries({
    runtime: dirname(fileURLToPath(import.meta.url)),
    staged,
    output,
  })) {
    pyodide.mountNodeFS(`/mnt/${name}`, path);
  }
  pyodide.runPython("import sys; sys.path.append('/mnt')");

  const bytecode = pyodide.pyimport("runtime.bytecode");
  const modules = bytecode.modules_used(readFileSync(join(staged, "plan.json"), "utf8"));
  const [wheel] = readdirSync(staged).filter((name) => name.endsWith(".whl"));
  const count = bytecode.write_library(modules, `/mnt/staged/${wheel}`, "/mnt/output/library.zip");
  bytecode.write_data_wheel(`/mnt/staged/${wheel}`, "/mnt/output");
  console.log(`${count} modules`);
} catch (error) {
  console.error(error.message); // not Node.js's own report, which quotes the whole minified loader
  process.exitCode = 1;
}
