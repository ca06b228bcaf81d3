// The theme's own script, which serves the menu and the search, is read once Python isn't on its way: the figures that
// a reader waits for come first. Whoever moves over the page, types or clicks meanwhile has it at once.
import { sharedClient } from "./worker/client.js";

const SIGNS = ["pointerover", "keydown", "click"];

/** Call once the page's calculators are there: they start Python. */
export function addThemesScript() {
  const place = /** @type {HTMLScriptElement | null} */ (document.querySelector("script[data-themes]"));
  if (!place) return;
  const done = new AbortController();
  const add = () => {
    if (done.signal.aborted) return;
    done.abort();
    const script = document.createElement("script");
    script.src = place.dataset.themes ?? "";
    place.replaceWith(script);
  };
  for (const sign of SIGNS) document.addEventListener(sign, add, { capture: true, signal: done.signal });
  sharedClient().settled().then(add);
}
