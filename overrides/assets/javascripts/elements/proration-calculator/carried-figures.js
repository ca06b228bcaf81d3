// Figures that travel with the reader: in an address, from page to page of this tab, to the other language.

/** @import { Texts } from "./controls.js" */
/** @import { Kept } from "./tools.js" */
/**
 * @typedef {object} Figures
 * @property {Texts} controls
 * @property {string} [written_in] language of the texts; left out where both languages read them alike
 * @property {string[]} [open] names of what the reader had opened
 * @property {Kept} [tools]
 */

const KEY = "prorata.figures";

/**
 * Returns the parts of an address's fragment: `#step-new-total?quantity_before=50&…`, `#quantity_before=50&…`
 * or `#step-new-total`.
 * @param {string} hash
 * @returns {{anchor: string, texts: URLSearchParams}}
 */
export function parts(hash) {
  const [, anchor = "", texts = ""] = /^#(?:([^?=&]*)(?:\?|$))?(.*)$/s.exec(hash) ?? [];
  return { anchor: decoded(anchor), texts: new URLSearchParams(texts) };
}

/**
 * Returns the texts in this page's address that are for these names, if there is any.
 * @param {string[]} names
 * @returns {Figures | undefined}
 */
export function fromAddress(names) {
  const entries = [...parts(location.hash).texts].filter(([name]) => names.includes(name));
  return entries.length ? { controls: Object.fromEntries(entries) } : undefined;
}

/**
 * Returns an address of a page, at an anchor, that holds these texts; a fragment is never sent to a server.
 * @param {string} page address without its fragment
 * @param {string} anchor
 * @param {Texts} portable
 */
export function linkTo(page, anchor, portable) {
  const texts = String(new URLSearchParams(portable));
  const fragment = anchor && texts ? `${anchor}?${texts}` : anchor + texts;
  return fragment ? `${page}#${fragment}` : page;
}

/** Takes figures out of the address, once they are no longer those that the page shows. */
export function forgetAddress() {
  const { anchor, texts } = parts(location.hash);
  if (texts.size) history.replaceState(history.state, "", linkTo(location.pathname + location.search, anchor, {}));
}

/**
 * Keeps the reader's figures in this tab, so that other pages can offer to use them; none: forgets them.
 * @param {Figures | undefined} figures
 */
export function keep(figures) {
  store(KEY, figures);
}

/**
 * Returns the figures kept in this tab.
 * @returns {Figures | undefined}
 */
export function kept() {
  return stored(KEY);
}

/**
 * Keeps a calculator's figures for the page in the other language.
 * @param {string} id
 * @param {Figures} figures
 */
export function carry(id, figures) {
  store(`${KEY}.${id}`, figures);
}

/**
 * Returns what was carried for this calculator, once.
 * @param {string} id
 * @returns {Figures | undefined}
 */
export function carried(id) {
  const figures = stored(`${KEY}.${id}`);
  store(`${KEY}.${id}`, undefined);
  return figures;
}

/**
 * @param {string} key
 * @param {Figures | undefined} figures
 */
function store(key, figures) {
  try {
    if (figures) sessionStorage.setItem(key, JSON.stringify(figures));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is refused or full: other pages then show their example.
  }
}

/**
 * @param {string} key
 * @returns {Figures | undefined}
 */
function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} text of an address, which anyone may have written */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
