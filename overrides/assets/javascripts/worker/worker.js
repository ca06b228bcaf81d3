// Python, away from the page's thread: text in, text out.

/** @import { Reason, Report, Request } from "./messages.js" */
/** @typedef {(question: string, text: string) => string} Calculate */

/**
 * Returns what answers each message; `load` starts Python.
 * @param {(runtime: string) => Promise<Calculate>} load
 * @returns {(request: Request) => Promise<Report>}
 */
export function handler(load) {
  /** @type {Promise<Calculate> | undefined} */
  let calculate;
  return async (request) => {
    try {
      if (request.kind === "start") {
        await (calculate ??= load(request.runtime));
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
 * Rejects when WebAssembly refuses to start. Pyodide logs such a refusal and waits for ever.
 * @returns {Promise<never>}
 */
function refusal() {
  const instantiate = WebAssembly.instantiateStreaming;
  return new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = (source, imports) => {
      const instance = instantiate(source, imports);
      instance.catch(reject);
      return instance;
    };
  });
}

/**
 * @param {string} runtime address of the folder that holds Python, with a slash at its end
 * @returns {Promise<Calculate>}
 */
async function startPython(runtime) {
  const refused = refusal();
  const { loadPyodide } = await import(`${runtime}pyodide.mjs`);
  const python = await Promise.race([
    loadPyodide({ indexURL: runtime, stdLibURL: `${runtime}library.zip`, packages: ["calculator"] }),
    refused,
  ]);
  return python.pyimport("calculator").answer;
}

const handle = handler(startPython);
self.addEventListener("message", async ({ data }) => self.postMessage(await handle(data)));
