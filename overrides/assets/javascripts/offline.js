// Starts the service worker, which keeps the site for reading without a network, once nobody waits for anything else.
import { sharedClient } from "./worker/client.js";

const PAUSE = 500; // milliseconds between two looks at whether Python is on its way

/** Does nothing where the reader's browser saves data: what it would fetch, nobody has asked for yet. */
export function keepForOffline() {
  const place = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="service-worker"]'));
  const { serviceWorker } = navigator; // none where the connection isn't secure
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator);
  if (!place || !serviceWorker || connection?.saveData) return;
  const address = new URL(place.content, document.baseURI);
  whenIdle(() => serviceWorker.register(address).catch(() => {})); // refused: then the site is read online
  sharedClient().addEventListener("ready", async () => {
    const { active } = await serviceWorker.ready;
    active?.postMessage("keep the calculator");
  });
}

/** @param {() => void} act called once the page is loaded, the processor idle, and no Python on its way */
function whenIdle(act) {
  if (document.readyState !== "complete") window.addEventListener("load", () => whenIdle(act), { once: true });
  else if (sharedClient().isStarting) setTimeout(() => whenIdle(act), PAUSE);
  else if ("requestIdleCallback" in window) requestIdleCallback(act);
  else setTimeout(act, PAUSE); // Safari
}
