// How a worker is started, from what the page's head says of it. It may be started before the page's own script is
// there to ask it something: then it waits on `window`.

/** @import { Python } from "./messages.js" */
/** @typedef {Window & {prorataWorker?: Worker}} Waiting */

/** Starts a worker to be taken later, where the page has something to ask it. */
export function startAhead() {
  if (told()) /** @type {Waiting} */ (window).prorataWorker = start();
}

/** Returns a worker that starts Python, or has begun to; it answers `ready`. */
export function takeWorker() {
  const { prorataWorker: begun } = /** @type {Waiting} */ (window);
  delete /** @type {Waiting} */ (window).prorataWorker;
  begun?.postMessage({ kind: "start", python: python() }); // its first answer may have come when nobody listened
  return begun ?? start();
}

function start() {
  const worker = new Worker(absolute(told().worker), { type: "module" });
  worker.postMessage({ kind: "start", python: python() });
  return worker;
}

/** @returns {Python} */
function python() {
  const { runtime, lock } = told();
  return { runtime: absolute(runtime), lock };
}

/** @returns {{worker: string, runtime: string, lock: string}} nothing on a page that asks nothing */
function told() {
  const place = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="python"]'));
  return JSON.parse(place?.content ?? "null");
}

/** @param {string} address */
function absolute(address) {
  return new URL(address, document.baseURI).href;
}
