// How a worker is started, from what the page's head says of it. It may be started before the page's own script is
// there to ask it something: then it waits on `window`.

/** @import { Python } from "./messages.js" */
/** @typedef {Window & {prorataWorker?: Worker}} Waiting */

/** Starts a worker to be taken later, where the page has something to ask it. */
export function startAhead() {
  if (!told()) return;
  const waiting = /** @type {Waiting} */ (window);
  waiting.prorataWorker = start();
  waiting.prorataWorker.addEventListener("error", () => delete waiting.prorataWorker); // another is then started
}

/**
 * Returns a worker that starts Python, or has begun to; it will say `ready`.
 * @param {boolean} fresh whether nothing that the browser has kept is to be used
 */
export function takeWorker(fresh) {
  const { prorataWorker: begun } = /** @type {Waiting} */ (window);
  delete /** @type {Waiting} */ (window).prorataWorker;
  if (!begun) return start(fresh);
  tellToStart(begun, fresh); // what it has said already was said to nobody
  return begun;
}

/** @param {boolean} [fresh] */
function start(fresh = false) {
  const worker = new Worker(absolute(told().worker), { type: "module" });
  tellToStart(worker, fresh);
  return worker;
}

/**
 * @param {Worker} worker
 * @param {boolean} fresh
 */
function tellToStart(worker, fresh) {
  worker.postMessage({ kind: "start", python: python(), fresh });
}

/** @returns {Python} */
function python() {
  const { runtime, image, ...others } = told();
  return { runtime: absolute(runtime), image: image && { ...image, folder: absolute(image.folder) }, ...others };
}

/** @returns {{worker: string} & Python} nothing on a page that asks nothing */
function told() {
  const place = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="python"]'));
  return JSON.parse(place?.content ?? "null");
}

/** @param {string} address */
function absolute(address) {
  return new URL(address, document.baseURI).href;
}
