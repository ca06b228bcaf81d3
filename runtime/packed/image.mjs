// Takes the image of a Python that has imported the calculator and answered questions:
// node runtime/packed/image.mjs <folder of the page's Python> <questions> <output folder>
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, questions, output] = process.argv.slice(2).map((path) => resolve(path));

// Two images of the same files are the same: neither the time nor chance is in them.
Date.now = () => 0;
performance.now = () => 0;
crypto.getRandomValues = (array) => array.fill(0);

// Pyodide gives out few of its program's functions; we need some of the others.
let python;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (source, imports) => {
  const made = await instantiate(source, imports);
  const { exports } = made.instance ?? made;
  if (exports.PyRun_SimpleStringFlags ?? exports.PyObject_CallOneArg) python = exports;
  return made;
};

/** Returns Pyodide's module once Python runs, before any Python of Pyodide's own is loaded. */
async function startPython() {
  const [{ loadPyodide }, { default: createModule }] = await Promise.all(
    ["pyodide.mjs", "pyodide.asm.mjs"].map((name) => import(pathToFileURL(join(folder, name)).href)),
  );
  const started = Promise.withResolvers();
  loadPyodide({
    indexURL: `${folder}/`,
    stdLibURL: join(folder, "library.zip"),
    env: { PYTHONHASHSEED: "0", HOME: "/home/pyodide" },
    lockFileContents: readFileSync(join(folder, "pyodide-lock.json"), "utf8"),
    createPyodideModule: async (settings) => {
      started.resolve(await createModule(settings));
      return new Promise(() => {}); // it never gets further
    },
  }).catch(started.reject);
  return started.promise;
}

const bytes = () => new Uint8Array(python.memory.buffer);

/** Fills memory that is free with zeros, and takes it for good: what is wanted later is new, and not in the image. */
function takeFreeMemory() {
  const end = python.sbrk(0) >>> 0;
  for (let size = 1 << 22; size >= 8; size = size > 4096 ? size >> 1 : size - 8) {
    for (;;) {
      const at = python.malloc(size) >>> 0;
      bytes().fill(0, at, at + size);
      if (at + size < end) continue;
      python.free(at); // past the end: what is free there is new
      break;
    }
  }
}

const pyodide = await startPython();
const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
pyodide.FS.writeFile("/calculator.whl", readFileSync(join(folder, wheel)));
pyodide.FS.writeFile("/questions.json", readFileSync(questions));
const code = new TextEncoder().encode(`${readFileSync(join(import.meta.dirname, "settle.py"), "utf8")}\0`);
const at = python.malloc(code.length);
bytes().set(code, at);
if (pyodide._PyRun_SimpleString(at)) throw new Error("settle.py failed");
python.free(at);
const [address, ...kept] = new TextDecoder().decode(pyodide.FS.readFile("/told")).split(" ");

takeFreeMemory();
bytes().fill(0, python.emscripten_stack_get_end(), python.__stack_pointer.value);
writeFileSync(join(output, "memory"), bytes());
const head = {
  answer: Number(address),
  trampoline: pyodide.__PyRuntime + pyodide.HEAP32[pyodide.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2],
  table: python.__indirect_function_table.length,
  memory: python.memory.buffer.byteLength,
};
writeFileSync(join(output, "head.json"), JSON.stringify(head));
writeFileSync(join(output, "kept.txt"), kept.join(" "));
process.exit(0); // loadPyodide still waits
