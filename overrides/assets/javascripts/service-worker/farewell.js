// Published in the place of the other where `extra.offline` is off: takes away what that one kept, then itself.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { pathname } = new URL(worker.registration.scope);

worker.skipWaiting();
worker.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith("prorata.") && name.endsWith(` ${pathname}`));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
