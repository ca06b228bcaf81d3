// Links to the page's other languages lead to the step being read. Anchors are the same in all languages.

export function followReader() {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("a.md-select__link[hreflang]")
  );
  const follow = () => links.forEach((link) => (link.hash = location.hash));
  follow();
  window.addEventListener("hashchange", follow);
  // A page may have changed its address without leaving it.
  for (const link of links) link.addEventListener("click", follow, { capture: true });
}
