// The feedback service, as the page sees it: four outcomes, whatever the network did.

/**
 * @typedef {object} Vote
 * @property {string} page
 * @property {string} language
 * @property {string} revision
 * @property {boolean} helpful
 * @property {string} reader
 * @property {string} [comment]
 * @property {string} [reason]
 * @property {string} [step]
 * @property {string} [figures]
 */
/**
 * - kept: done; `message` and `text` are the service's own sentences
 * - refused: nothing is kept, and `message` says why
 * - closed: there is no service here, as on a static host
 * - down: there should be one, and it did not answer
 * @typedef {{kind: "kept", message: string, text: string | null}} Kept
 * @typedef {{kind: "refused", message: string}} Refused
 * @typedef {{kind: "closed"} | {kind: "down"}} Unserved
 * @typedef {Kept | Refused | Unserved} Outcome
 */

const LIMIT = 15_000; // milliseconds

export class Service {
  /** @param {URL} api with a slash at its end */
  constructor(api) {
    this.api = api;
  }

  /**
   * @param {Vote} vote
   * @returns {Promise<Outcome>}
   */
  vote(vote) {
    const headers = { "Content-Type": "application/json" };
    return this.#call("votes", { method: "PUT", headers, body: JSON.stringify(vote) });
  }

  /**
   * @param {Pick<Vote, "page" | "language" | "revision" | "reader">} vote
   * @returns {Promise<Outcome>}
   */
  withdraw(vote) {
    const headers = { "Content-Type": "application/json" };
    return this.#call("votes", { method: "DELETE", headers, body: JSON.stringify(vote) });
  }

  /**
   * @param {string} page
   * @param {string} language
   * @returns {Promise<Outcome>}
   */
  count(page, language) {
    return this.#call(`counts?${new URLSearchParams({ page, language })}`, {});
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   * @returns {Promise<Outcome>}
   */
  async #call(path, request) {
    try {
      const signal = AbortSignal.timeout(LIMIT);
      const response = await fetch(new URL(path, this.api), { ...request, signal, credentials: "omit" });
      return await outcomeOf(response);
    } catch {
      return { kind: "down" };
    }
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Outcome>}
 */
async function outcomeOf(response) {
  if (response.status >= 500) return { kind: "down" };
  const isJson = response.headers.get("Content-Type")?.includes("json");
  if (!isJson) return { kind: "closed" };
  const { message = "", text = null, errors = [] } = await response.json();
  if (response.ok) return { kind: "kept", message, text };
  const sentences = errors.map((/** @type {{message: string}} */ fault) => fault.message);
  return { kind: "refused", message: sentences.join(" ") };
}
