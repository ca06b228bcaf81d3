// Python, away from the page's thread: text in, text out.

/** @import { Python, Reason, Report, Request } from "./messages.js" */
/** @typedef {(question: string, text: string) => string} Calculate */

/**
 * Returns what answers each message; `load` starts Python.
 * @param {(python: Python) => Promise<Calculate>} load
 * @returns {(request: Request) => Promise<Report>}
 */
export function handler(load) {
  /** @type {Promise<Calculate> | undefined} */
  let calculate;
  return async (request) => {
    try {
      if (request.kind === "start") {
        await (calculate ??= load(request.python));
        return { kind: "ready" };
      }
      if (!calculate) throw new Error("asked before it was started");
      return { kind: "answer", id: request.id, text: (await calculate)(request.question, request.text) };
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
  if (error instanceof WebAssembly.CompileError) return "blocked";
  if (error instanceof TypeError) return "unreachable"; // what fetch and import reject with
  return "broken";
}

/**
 * Starts to fetch and compile Python's WebAssembly at once: Pyodide itself does so only once its scripts, of a
 * million characters, are read. What it asks for later is answered with what is on its way.
 * @param {string} address
 * @returns {Promise<never>} rejected when WebAssembly refuses to start, which Pyodide logs, then waits for ever
 */
function startCompiling(address) {
  const fetching = fetch(address, { credentials: "same-origin" });
  const compiling = WebAssembly.compileStreaming(fetching);
  const { fetch: fetchAny } = self;
  self.fetch = (asked, options) => (String(asked) === address ? fetching : fetchAny(asked, options));
  return new Promise((_, reject) => {
    compiling.catch(reject);
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await compiling;
      const instance = await WebAssembly.instantiate(module, imports);
      return { module, instance };
    };
  });
}

/**
 * @param {Python} python
 * @returns {Promise<Calculate>}
 */
async function startPython({ runtime, lock }) {
  const refused = startCompiling(`${runtime}pyodide.asm.wasm`);
  const { loadPyodide } = await Promise.race([import(`${runtime}pyodide.mjs`), refused]);
  const python = await Promise.race([
    loadPyodide({
      indexURL: runtime,
      stdLibURL: `${runtime}library.zip`,
      lockFileContents: lock,
      packageBaseUrl: runtime,
      packages: ["calculator"],
    }),
    refused,
  ]);
  return python.pyimport("calculator").answer;
}

const handle = handler(startPython);
self.addEventListener("message", async ({ data }) => self.postMessage(await handle(data)));
