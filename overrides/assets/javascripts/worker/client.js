// The page's end of the worker: one worker a page, whatever the number of calculators.

import { Failure } from "./messages.js";
import { takeWorker } from "./place.js";

/** @import { Report } from "./messages.js" */
/** @typedef {PromiseWithResolvers<string> & {question: string, text: string}} Asked */

const START_LIMIT = 60_000; // milliseconds; a slow phone needs about half of it
const ANSWER_LIMIT = 10_000;
const REST = 10 * 60_000; // hidden for so long, the page gives Python's memory back

/** Tells of each `stage` of a start, and of its end, `ready`, in events. */
export class Client extends EventTarget {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<void> | undefined} */
  #started;
  /** @type {PromiseWithResolvers<void> | undefined} */
  #starting;
  /** @type {Map<number, Asked>} */
  #waiting = new Map();
  #lastId = 0;
  #isReady = false;
  #isImage = false; // it answers from an image of Python, which can be replaced
  #hasFailed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  /** @param {(fresh: boolean) => Worker} make returns a worker that starts Python */
  constructor(make) {
    super();
    this.make = make;
    document.addEventListener("visibilitychange", () => this.#rest());
  }

  /**
   * Settles once Python runs; starts it the first time, and again after a failure.
   * @returns {Promise<void>} rejected with a Failure
   */
  start() {
    return (this.#started ??= this.#start());
  }

  /**
   * Returns the calculator's answer, as text.
   * @param {string} question one of `calculator.answer`
   * @param {string} text
   * @returns {Promise<string>} rejected with a Failure
   */
  async ask(question, text) {
    await this.start();
    const id = ++this.#lastId;
    const asked = { question, text, ...Promise.withResolvers() };
    this.#waiting.set(id, asked);
    this.#worker?.postMessage({ kind: "ask", id, question, text });
    return this.#answered(asked);
  }

  /**
   * Returns the answer once it comes. The whole Python may have to be started for it, and is where an image keeps
   * silent for too long.
   * @param {Asked} asked
   */
  async #answered({ promise }) {
    if (!this.#isImage) return this.#within(ANSWER_LIMIT, promise);
    const silence = setTimeout(() => this.#isImage && this.#replay(), ANSWER_LIMIT);
    try {
      return await this.#within(START_LIMIT + ANSWER_LIMIT, promise);
    } finally {
      clearTimeout(silence);
    }
  }

  /** Asks everything that waits anew, of a worker that starts the whole Python. */
  #replay() {
    this.#isImage = false;
    this.#worker?.terminate();
    this.#makeWorker(true);
    for (const [id, { question, text }] of this.#waiting) {
      this.#worker?.postMessage({ kind: "ask", id, question, text });
    }
  }

  /** Whether Python is on its way. */
  get isStarting() {
    return Boolean(this.#started) && !this.#isReady;
  }

  /** Settles once neither Python nor an answer is on its way, whatever became of them. */
  async settled() {
    await Promise.allSettled([this.#started]);
    await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
  }

  /** Ends a start that takes too long for the reader. */
  cancel() {
    this.#end(new Failure("canceled"));
  }

  async #start() {
    this.#starting = Promise.withResolvers();
    this.#makeWorker(this.#hasFailed);
    return this.#within(START_LIMIT, this.#starting.promise);
  }

  /** @param {boolean} fresh */
  #makeWorker(fresh) {
    this.#worker = this.make(fresh);
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault(); // it is told in the page
      this.#end(new Failure("unreachable", event.message));
    });
  }

  /** @param {Report} report */
  #hear(report) {
    if (report.kind === "stage" && this.#isReady) return; // a reader who has figures need not hear of it
    if (report.kind === "stage") this.dispatchEvent(new CustomEvent("stage", { detail: report.stage }));
    else if (report.kind === "failed") this.#end(new Failure(report.reason, report.detail));
    else if (report.kind === "ready") {
      this.#isReady = true;
      this.#isImage = report.fromImage;
      this.#starting?.resolve();
      this.dispatchEvent(new Event("ready"));
    } else if (report.kind === "whole") this.#isImage = false;
    else {
      this.#waiting.get(report.id)?.resolve(report.text);
      this.#waiting.delete(report.id);
    }
  }

  /**
   * @template T
   * @param {number} limit
   * @param {Promise<T>} promise
   */
  async #within(limit, promise) {
    const timer = setTimeout(() => this.#end(new Failure("time_out")), limit);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Ends the worker and tells everyone who waits. The next start makes a new one.
   * @param {Failure} failure
   */
  #end(failure) {
    this.#starting?.reject(failure);
    for (const answer of this.#waiting.values()) answer.reject(failure);
    this.#waiting.clear();
    this.#hasFailed = failure.reason !== "canceled";
    this.#forget();
  }

  #forget() {
    this.#worker?.terminate();
    this.#worker = this.#started = this.#starting = undefined;
    this.#isReady = this.#isImage = false;
  }

  /** Ends a worker that nobody has looked at for long; the next question starts another. */
  #rest() {
    clearTimeout(this.#resting);
    if (!document.hidden) return;
    this.#resting = setTimeout(() => this.#isReady && !this.#waiting.size && this.#forget(), REST);
  }
}

/** @type {Client | undefined} */
let client;

/** Returns the page's client. */
export function sharedClient() {
  return (client ??= new Client(takeWorker));
}
