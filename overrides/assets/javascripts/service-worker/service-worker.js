// Keeps the site readable without a network, and its calculator once it has been used. adr/0019 says why this way.
//
// What changes under its name (pages, search) comes from the network while there is one; what is named by its
// content can come from what is kept. So a page meets the scripts and the rules that it was built with, or none.

import { clientsClaim } from "workbox-core";
import { PrecacheController, PrecacheRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";

/** @import { RouteMatchCallbackOptions, WorkboxPlugin } from "workbox-core/types.js" */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const SCOPE = new URL(worker.registration.scope);
const PATIENCE = 3; // seconds without a word from the server, after which the kept page is shown

// Names that readers see where they erase what is kept; other sites of the same host have other paths.
const PAGES = `prorata.pages ${SCOPE.pathname}`;
const OF_CALCULATOR = "prorata.calculator";
const CALCULATOR = `${OF_CALCULATOR} ${PYTHON.folder} ${SCOPE.pathname}`;

const pages = new PrecacheController({ cacheName: PAGES });
pages.precache(KEPT);

// --- pages, search: the newest while there is a network

/** @type {WorkboxPlugin} */
const fromKeptPages = {
  cacheWillUpdate: async () => null, // a page of another release never gets among those of this one
  cachedResponseWillBeUsed: async ({ request }) => keptPage(new URL(request.url)),
  // Firefox makes an answer of a preload that failed; so what is kept is asked for here, too.
  handlerDidError: async ({ request }) =>
    (await keptPage(new URL(request.url))) ?? (request.mode === "navigate" ? notFound(request.url) : undefined),
};
registerRoute(changesUnderItsName, new NetworkFirst({ networkTimeoutSeconds: PATIENCE, plugins: [fromKeptPages] }));

// --- scripts and styles, named by their content

registerRoute(new PrecacheRoute(pages, { cleanURLs: false, directoryIndex: "", ignoreURLParametersMatching: [] }));

// --- Python: kept when a reader uses it, never fetched ahead

/** @type {Record<string, string>} */
const checksums = Object.fromEntries(
  Object.entries(PYTHON.checksums).map(([name, checksum]) => [new URL(PYTHON.folder + name, SCOPE).href, checksum]),
);
/** @type {WorkboxPlugin} */
const whole = {
  cacheWillUpdate: async ({ request, response }) =>
    (await checksumOf(response.clone())) === checksums[request.url] ? response : null,
};
const kept = new CacheFirst({ cacheName: CALCULATOR, plugins: [whole] });
const fresh = new NetworkFirst({ cacheName: CALCULATOR, plugins: [whole] });
registerRoute(({ url, request }) => url.href in checksums && request.cache === "reload", fresh);
// The browser's own cache gives the large files a quarter of a second sooner, the WebAssembly as it was compiled
// before. Where it fails, the page's worker asks again with "reload", as it can't for scripts.
registerRoute(({ url, request }) => url.href in checksums && (request.destination === "script" || !navigator.onLine), kept);

// --- from one release to the next

worker.skipWaiting();
clientsClaim();
worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlderCalculators());
  event.waitUntil(Promise.resolve(worker.registration.navigationPreload?.enable()));
});
// Python was started before this worker was there to see it.
worker.addEventListener("message", (event) => {
  if (event.data !== "keep the calculator") return;
  for (const address of Object.keys(checksums)) kept.handle({ event, request: new Request(address) });
});

/** @param {RouteMatchCallbackOptions} asked */
function changesUnderItsName({ url, request, sameOrigin }) {
  const isOurs = sameOrigin && url.pathname.startsWith(SCOPE.pathname);
  if (!isOurs || url.href.startsWith(`${SCOPE.href}api/`)) return false;
  const key = pages.getCacheKeyForURL(url.href);
  return request.mode === "navigate" || (key !== undefined && key !== url.href);
}

/** @param {URL} url */
async function keptPage({ pathname, search }) {
  const path = pathname.replace(/\/index\.html$/, "/");
  if (!path.endsWith("/") && pages.getCacheKeyForURL(`${path}/`)) return Response.redirect(`${path}/${search}`); // as hosts do
  return pages.matchPrecache(path);
}

/**
 * Returns the page for unknown addresses, in the address's language.
 * @param {string} address
 */
async function notFound(address) {
  const found = pages.getCachedURLs().filter((url) => url.endsWith("/404.html") && address.startsWith(url.slice(0, -8)));
  const [nearest] = found.sort((one, other) => other.length - one.length);
  const page = nearest && (await pages.matchPrecache(nearest));
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : undefined;
}

/** @param {Response} response */
async function checksumOf(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

async function forgetOlderCalculators() {
  const names = await caches.keys();
  const older = names.filter(
    (name) => name.startsWith(`${OF_CALCULATOR} `) && name.endsWith(` ${SCOPE.pathname}`) && name !== CALCULATOR,
  );
  await Promise.all(older.map((name) => caches.delete(name)));
}
