// The theme's menu and search buttons are labels, which no key reaches. Real buttons take their place.

/** Where the focus goes once each is open. @type {Record<string, string>} */
const FIRST = { drawer: ".md-sidebar--primary nav a", search: "[data-md-component=search-query]" };

/** @param {HTMLLabelElement} label of a hidden checkbox that opens a part of the page */
function replace(label) {
  const toggle = /** @type {HTMLInputElement} */ (label.control);
  const opens = toggle.dataset.mdToggle ?? "";
  const button = document.createElement("button");
  const tell = () => (button.ariaExpanded = String(toggle.checked));
  button.type = "button";
  button.className = label.className;
  button.dataset.opens = opens;
  button.ariaLabel = label.dataset.button ?? "";
  button.append(...label.childNodes);
  button.addEventListener("click", () => {
    toggle.click();
    if (toggle.checked) /** @type {HTMLElement | null} */ (document.querySelector(FIRST[opens]))?.focus();
  });
  toggle.addEventListener("change", tell);
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !toggle.checked) return;
    toggle.click();
    button.focus();
  });
  tell();
  label.replaceWith(button);
}

export function makeButtons() {
  /** @type {NodeListOf<HTMLLabelElement>} */
  const labels = document.querySelectorAll("label[data-button]");
  labels.forEach(replace);
}
