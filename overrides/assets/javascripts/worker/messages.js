// Everything that page and worker say to each other. Adding a message starts here.

/**
 * Why no answer can come; each has its sentence in the page.
 * - blocked: a policy forbids WebAssembly
 * - unreachable: a file did not arrive, or not as it was packed
 * - memory: the device has not enough of it
 * - time_out: too long without a word
 * - canceled: the reader did not want to wait
 * - broken: anything else
 * @typedef {"blocked" | "unreachable" | "memory" | "time_out" | "canceled" | "broken"} Reason
 */

/**
 * An image of Python's memory, with the calculator in it.
 * @typedef {object} Image
 * @property {string} folder its address, with a slash at its end
 * @property {Record<string, string>} integrity checksums by file, as `fetch` takes them
 */

/** What is being done before there can be an answer. @typedef {"fetching" | "starting"} Stage */

/**
 * Python as it is packed.
 * @typedef {object} Python
 * @property {string} runtime address of its folder, with a slash at its end
 * @property {string} lock text of the lock file of its packages
 * @property {Record<string, string>} integrity checksums by file, as `fetch` takes them
 * @property {Image} [image] a shorter way to start, for most of what is asked
 */

/**
 * From the page. `question` and `text` are those of `calculator.answer`, in Python.
 * @typedef {{kind: "start", python: Python, fresh: boolean}} Start fresh: what a browser has kept of it is not to be trusted
 * @typedef {{kind: "ask", id: number, question: string, text: string}} Ask
 * @typedef {Start | Ask} Request
 */

/**
 * From the worker. After `failed` it is of no more use and is ended.
 * @typedef {{kind: "stage", stage: Stage}} Staged
 * @typedef {{kind: "ready", fromImage: boolean}} Ready
 * @typedef {{kind: "whole"}} Whole the image could not answer, and Python is started from its files
 * @typedef {{kind: "answer", id: number, text: string}} Answer
 * @typedef {{kind: "failed", reason: Reason, detail: string}} Failed
 * @typedef {Staged | Ready | Whole | Answer | Failed} Report
 */

/** A calculation that cannot be had, with its reason. */
export class Failure extends Error {
  /**
   * @param {Reason} reason
   * @param {string} [detail] for a developer's eyes, never shown to readers
   */
  constructor(reason, detail = reason) {
    super(detail);
    this.reason = reason;
  }
}
