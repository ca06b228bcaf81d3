// Everything that page and worker say to each other. Adding a message starts here.

/**
 * Why no answer can come; each has its sentence in the page.
 * - blocked: a policy forbids WebAssembly
 * - unreachable: a file could not be fetched
 * - time_out: too long without a word
 * - broken: anything else
 * @typedef {"blocked" | "unreachable" | "time_out" | "broken"} Reason
 */

/**
 * Python as it is packed: the address of its folder, with a slash at its end, and the lock file of its packages.
 * @typedef {{runtime: string, lock: string}} Python
 */

/**
 * From the page. `question` and `text` are those of `calculator.answer`, in Python.
 * @typedef {{kind: "start", python: Python}} Start
 * @typedef {{kind: "ask", id: number, question: string, text: string}} Ask
 * @typedef {Start | Ask} Request
 */

/**
 * From the worker. After `failed` it is of no more use and is ended.
 * @typedef {{kind: "ready"}} Ready
 * @typedef {{kind: "answer", id: number, text: string}} Answer
 * @typedef {{kind: "failed", reason: Reason, detail: string}} Failed
 * @typedef {Ready | Answer | Failed} Report
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
