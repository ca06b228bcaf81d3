// The line of a billing period (partials/timeline.html): the build has drawn it, an answer moves its purchase.

/** @typedef {Record<"elapsed" | "anchor" | "start" | "end" | "change" | "past" | "left" | "title", string>} Timeline */

const TEXTS = /** @type {const} */ (["start", "end", "change", "past", "left"]);

/**
 * @param {HTMLElement} root holds the line
 * @param {Timeline} timeline
 */
export function moveTimeline(root, timeline) {
  const line = root.querySelector(".timeline svg");
  if (!line || line.getAttribute("aria-label") === timeline.title) return;
  line.setAttribute("aria-label", timeline.title);
  for (const name of TEXTS) {
    const text = line.querySelector(`[data-text="${name}"]`);
    if (text) text.textContent = timeline[name];
  }
  const place = `${timeline.elapsed}%`;
  line.querySelector("[data-text=change]")?.setAttribute("text-anchor", timeline.anchor);
  for (const mark of line.querySelectorAll("[data-at=change]")) mark.setAttribute("x", place);
  line.querySelector(".past")?.setAttribute("width", place);
}
