// Python, away from the page's thread: text in, text out.

import { restore } from "./packed.js";

/** @import { Image, Python, Reason, Report, Request, Stage } from "./messages.js" */
/** @typedef {(question: string, text: string) => string | Promise<string>} Calculate */
/** @typedef {{calculate: Calculate, fromImage: boolean}} Started */

const { fetch } = self; // Pyodide is given another
const LEAST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0); // WebAssembly that does nothing

/**
 * Returns what answers each message; `load` starts Python.
 * @param {(python: Python, fresh: boolean) => Promise<Started>} load
 * @returns {(request: Request) => Promise<Report>}
 */
export function handler(load) {
  /** @type {Promise<Started> | undefined} */
  let started;
  return async (request) => {
    try {
      if (request.kind === "start") {
        const { fromImage } = await (started ??= load(request.python, request.fresh));
        return { kind: "ready", fromImage };
      }
      if (!started) throw new Error("asked before it was started");
      const { calculate } = await started;
      return { kind: "answer", id: request.id, text: await calculate(request.question, request.text) };
    } catch (error) {
      return { kind: "failed", reason: reasonOf(error), detail: String(error) };
    }
  };
}

/**
 * @param {unknown} error
 * @returns {Reason}
 */
function reasonOf(error) {
  if (error instanceof WebAssembly.CompileError) return isAllowed() ? "unreachable" : "blocked";
  if (error instanceof RangeError || /** @type {{type?: string}} */ (error).type === "MemoryError") return "memory";
  // What fetch and import reject with, and what is said of half a script.
  if (error instanceof TypeError || error instanceof SyntaxError) return "unreachable";
  return "broken";
}

/** Returns whether WebAssembly may be compiled here; else the file was not what was packed. */
function isAllowed() {
  try {
    return Boolean(new WebAssembly.Module(LEAST_MODULE));
  } catch {
    return false;
  }
}

/**
 * Starts to fetch what Pyodide will ask for, and to compile its WebAssembly: by itself it begins only once its
 * scripts, of a million characters, are read.
 * @param {Python} python
 * @param {boolean} fresh
 * @returns {{refused: Promise<never>, compiled: Promise<unknown>}} refused: rejected where a file doesn't come or
 *   WebAssembly doesn't start, of which Pyodide writes to the console, then waits for ever
 */
function startFetching({ runtime, integrity }, fresh) {
  // A checksum would hold the WebAssembly back until the last byte; when it compiles, all of it is there.
  const program = get(`${runtime}pyodide.asm.wasm`, fresh);
  const ahead = new Map(
    Object.entries(integrity).map(([name, checksum]) => [runtime + name, get(runtime + name, fresh, checksum)]),
  );
  ahead.set(`${runtime}pyodide.asm.wasm`, program);
  self.fetch = (asked, options) => {
    const arriving = ahead.get(String(asked));
    ahead.delete(String(asked)); // a body is read once
    return arriving ?? fetch(asked, options);
  };

  const compiled = WebAssembly.compileStreaming(program);
  /** @type {Promise<never>} */
  const refused = new Promise((_, reject) => {
    for (const arriving of [compiled, ...ahead.values()]) arriving.catch(reject);
    WebAssembly.instantiateStreaming = async (_, imports) => {
      try {
        const module = await compiled;
        return { module, instance: await WebAssembly.instantiate(module, imports) };
      } catch (error) {
        reject(error);
        throw error;
      }
    };
  });
  return { refused, compiled };
}

/**
 * Returns a file; if it doesn't come, or not whole, past the browser's cache: from the server, or else from what the
 * service worker keeps.
 * @param {string} address
 * @param {boolean} fresh whether to go past the cache at once
 * @param {string} [integrity]
 */
async function get(address, fresh, integrity = "") {
  const options = /** @type {const} */ ({ credentials: "same-origin", integrity });
  const anew = () => fetch(address, { ...options, cache: "reload" });
  return fresh ? anew() : fetch(address, options).catch(anew);
}

/**
 * Starts Python from its image where there is one, else from its files. Whatever the image cannot do, or cannot
 * answer, is done by the whole Python, and from then on everything is.
 * @param {Python} python
 * @param {boolean} fresh after a failure nothing short is trusted
 * @returns {Promise<Started>}
 */
async function startPython(python, fresh) {
  tell("fetching");
  /** @type {Calculate | undefined} */
  let image;
  try {
    image = python.image && !fresh ? await startImage(python.image) : undefined;
  } catch (error) {
    console.info("Python starts from its files:", error);
  }
  if (!image) return { calculate: await startWhole(python, fresh), fromImage: false };
  /** @type {Promise<Calculate> | undefined} */
  let whole;
  const calculate = async (/** @type {string} */ question, /** @type {string} */ text) => {
    try {
      if (image) return await image(question, text);
    } catch (error) {
      console.info("Python is started from its files:", error);
      image = undefined; // nothing is asked of it again
      self.postMessage({ kind: "whole" });
    }
    return (await (whole ??= startWhole(python, false)))(question, text);
  };
  return { calculate, fromImage: true };
}

/**
 * @param {Image} image
 * @returns {Promise<Calculate>}
 */
async function startImage({ folder, integrity }) {
  const [program, memory] = ["python.wasm", "memory.bin"].map((name) => fetch(folder + name, {
    credentials: "same-origin",
    integrity: integrity[name],
  }));
  tell("starting");
  const [compiled, bytes] = await Promise.all([
    WebAssembly.compileStreaming(program),
    memory.then((response) => response.arrayBuffer()),
  ]);
  return restore(compiled, bytes);
}

/**
 * @param {Python} python
 * @param {boolean} fresh
 * @returns {Promise<Calculate>}
 */
async function startWhole(python, fresh) {
  const { runtime, lock } = python;
  const { refused, compiled } = startFetching(python, fresh);
  compiled.then(() => tell("starting"), () => {});
  if (fresh) await Promise.race([replaceScripts(runtime), refused]);
  const { loadPyodide } = await Promise.race([import(`${runtime}pyodide.mjs`), refused]);
  const pyodide = await Promise.race([
    loadPyodide({
      indexURL: runtime,
      stdLibURL: `${runtime}library.zip`,
      lockFileContents: lock,
      packageBaseUrl: runtime,
      packages: ["calculator"],
    }),
    refused,
  ]);
  return pyodide.pyimport("calculator").answer;
}

/**
 * Puts fresh copies of scripts in the place of those that the browser has kept; `import` can't be told to.
 * @param {string} runtime
 */
async function replaceScripts(runtime) {
  const scripts = ["pyodide.mjs", "pyodide.asm.mjs"].map((name) => get(runtime + name, true));
  await Promise.all(scripts.map(async (script) => (await script).text()));
}

/** @param {Stage} stage */
function tell(stage) {
  self.postMessage({ kind: "stage", stage });
}

const handle = handler(startPython);
self.addEventListener("message", async ({ data }) => self.postMessage(await handle(data)));
