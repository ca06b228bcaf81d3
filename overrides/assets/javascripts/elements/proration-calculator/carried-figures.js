// Figures that arrive with the reader: in the address, or from the same page in the other language.

/** @import { Texts } from "./controls.js" */
/** @typedef {{controls: Texts, written_in?: string}} Figures */

const KEY = "prorata.figures";

/**
 * Returns the texts in the address's fragment (`#currency=EUR&unit_price=24.00`), if any is for these names.
 * @param {string[]} names
 * @returns {Figures | undefined}
 */
export function fromAddress(names) {
  const entries = [...new URLSearchParams(location.hash.slice(1))].filter(([name]) => names.includes(name));
  return entries.length ? { controls: Object.fromEntries(entries) } : undefined;
}

/**
 * Keeps a calculator's figures for the page in the other language.
 * @param {string} id
 * @param {Figures} figures
 */
export function carry(id, figures) {
  try {
    sessionStorage.setItem(`${KEY}.${id}`, JSON.stringify(figures));
  } catch {
    // Storage is refused or full: the other page then shows its example.
  }
}

/**
 * Returns what was carried for this calculator, once.
 * @param {string} id
 * @returns {Figures | undefined}
 */
export function carried(id) {
  try {
    const text = sessionStorage.getItem(`${KEY}.${id}`);
    sessionStorage.removeItem(`${KEY}.${id}`);
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
