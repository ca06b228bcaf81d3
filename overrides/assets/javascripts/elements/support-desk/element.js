// For support staff: a customer's link fills the calculator, and Python writes the answer to the customer.

import { sharedClient } from "../../worker/client.js";
import { linkTo, parts } from "../proration-calculator/carried-figures.js";

/** @typedef {{subject: string, plain: string, html: string}} Reply */
/**
 * @typedef {object} Answer what `reply` answers
 * @property {boolean} ok
 * @property {Record<string, Reply>} replies by language
 * @property {Record<string, [string, string][]>} inputs by language, as label and value
 * @property {Record<string, string[]>} steps by language
 */
/** @typedef {{asked?: object, answer?: {ok: boolean, portable: Record<string, string>}}} Calculated */
/** @typedef {Record<string, {step: string, calculator: string}>} Addresses by language */
/** @typedef {"no_link" | "no_figures" | "read"} Read what a pasted text turned out to be */

const STEP = "step-new-total";

export class SupportDesk extends HTMLElement {
  #unwire = new AbortController();
  /** Counts what was asked: only the answer to the latest question is shown. */
  #turn = 0;
  /** @type {Answer | undefined} */
  #answer;

  connectedCallback() {
    this.#unwire = new AbortController();
    const { signal } = this.#unwire;
    this.#link.addEventListener("input", () => this.#read(), { signal });
    this.addEventListener("calculated", (event) => this.#hear(/** @type {CustomEvent} */ (event)), { signal });
    this.addEventListener("change", ({ target }) => this.#choose(target), { signal });
    this.addEventListener("click", ({ target }) => this.#press(/** @type {HTMLElement} */ (target)), { signal });
  }

  disconnectedCallback() {
    this.#unwire.abort();
  }

  // --- a customer's link

  #read() {
    const text = this.#link.value.trim();
    const told = text === "" ? undefined : this.#open(text);
    for (const sentence of this.querySelectorAll("[data-link]"))
      /** @type {HTMLElement} */ (sentence).hidden = /** @type {HTMLElement} */ (sentence).dataset.link !== told;
    if (told === "no_link" || told === "no_figures") this.#link.setAttribute("aria-invalid", "true");
    else this.#link.removeAttribute("aria-invalid");
  }

  /**
   * Gives the calculator the figures of a link, whichever site and page it leads to.
   * @param {string} text
   * @returns {Read}
   */
  #open(text) {
    if (!URL.canParse(text)) return "no_link";
    const { texts } = parts(new URL(text).hash);
    const known = [...texts].filter(([name]) => this.querySelector(`proration-calculator [name="${CSS.escape(name)}"]`));
    if (!known.length) return "no_figures";
    history.replaceState(history.state, "", location.pathname + location.search); // the same link may come again
    location.hash = linkTo("", "", Object.fromEntries(texts));
    return "read";
  }

  // --- the answer

  /** @param {CustomEvent<Calculated>} event */
  async #hear({ detail: { asked, answer } }) {
    const turn = ++this.#turn;
    /** @type {Answer | undefined} */
    const reply = asked && answer?.ok ? await this.#ask(asked, answer.portable) : undefined;
    if (turn !== this.#turn) return;
    this.#answer = reply?.ok ? reply : undefined;
    this.#draw();
  }

  /**
   * @param {object} asked what the calculator asked
   * @param {Record<string, string>} portable the same figures, for links
   * @returns {Promise<Answer | undefined>} nothing where Python can't be asked; the calculator says so
   */
  async #ask(asked, portable) {
    try {
      const text = JSON.stringify({ ...asked, addresses: this.#addresses(portable) });
      return JSON.parse(await sharedClient().ask("reply", text));
    } catch (error) {
      console.error(error);
      return undefined;
    }
  }

  /**
   * Returns what the answer links to, with the customer's figures.
   * @param {Record<string, string>} portable
   */
  #addresses(portable) {
    /** @type {Addresses} */
    const pages = JSON.parse(this.dataset.addresses ?? "{}");
    return Object.fromEntries(
      Object.entries(pages).map(([language, { step, calculator }]) => [
        language,
        { step: linkTo(absolute(step), STEP, portable), calculator: linkTo(absolute(calculator), "", portable) },
      ]),
    );
  }

  // --- what the reader does with it

  /** @param {EventTarget | null} target */
  #choose(target) {
    if (target instanceof HTMLInputElement && target.name.startsWith("desk-")) this.#draw();
  }

  /** @param {HTMLElement} target */
  async #press(target) {
    const { copy } = target.dataset;
    const reply = this.#reply;
    if (!copy || !reply) return;
    const field = copy === "subject" ? this.#subject : this.#message;
    const isRich = copy === "message" && this.#chosen("format") === "html";
    const copied = await put(field.value, isRich ? reply.html : undefined);
    if (!copied) field.select();
    this.#tell(copied ? "copied" : "refused");
  }

  // --- drawing

  #draw() {
    const answer = this.#answer;
    this.#tell();
    this.#part("waiting").hidden = Boolean(answer);
    this.#part("ready").hidden = !answer;
    const reply = this.#reply;
    if (!answer || !reply) return;
    const language = this.#chosen("language");
    this.#subject.value = reply.subject;
    this.#message.value = this.#chosen("format") === "html" ? reply.html : reply.plain;
    this.#subject.lang = this.#message.lang = language;
    for (const section of this.querySelectorAll("[data-reading]"))
      drawReading(section, answer, /** @type {HTMLElement} */ (section).dataset.reading ?? "");
  }

  /** @param {"copied" | "refused"} [told] */
  #tell(told) {
    for (const words of this.querySelectorAll("[data-told]"))
      /** @type {HTMLElement} */ (words).hidden = /** @type {HTMLElement} */ (words).dataset.told !== told;
  }

  get #reply() {
    return this.#answer?.replies[this.#chosen("language")];
  }

  /** @param {"language" | "format"} name */
  #chosen(name) {
    const radio = /** @type {HTMLInputElement | null} */ (this.querySelector(`[name=desk-${name}]:checked`));
    return radio?.value ?? "";
  }

  get #link() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#desk-link"));
  }

  get #subject() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#desk-subject"));
  }

  get #message() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("#desk-message"));
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`:scope > [data-part="${name}"]`));
  }
}

/**
 * @param {Element} section
 * @param {Answer} answer
 * @param {string} language
 */
function drawReading(section, answer, language) {
  const rows = answer.inputs[language].flatMap(([label, value]) => [filled("dt", label), filled("dd", value)]);
  section.querySelector("dl")?.replaceChildren(...rows);
  section.querySelector("ol")?.replaceChildren(...answer.steps[language].map((text) => filled("li", text)));
}

/**
 * @param {string} tag
 * @param {string} text
 */
function filled(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/**
 * Puts a text on the clipboard; where there is HTML, formatted for those who take it so.
 * @param {string} text
 * @param {string} [html]
 */
async function put(text, html) {
  try {
    if (!html) await navigator.clipboard.writeText(text);
    else {
      const kinds = { "text/html": html, "text/plain": text };
      const blobs = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    }
    return true;
  } catch {
    return false; // refused, or not offered without TLS
  }
}

/** @param {string} address */
function absolute(address) {
  return new URL(address, document.baseURI).href;
}
