// What the browser keeps: a random token, and the reader's own votes. Nothing says who the reader is.

/** @import { Vote } from "./service.js" */

const TOKEN = "prorata.reader";
const VOTES = "prorata.votes";
const WAITING = "prorata.waiting";

/** Stands in where storage is refused: the vote then counts for this page view. */
const memory = new Map();

/**
 * @param {string} key
 * @returns {string | undefined}
 */
function read(key) {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return memory.get(key);
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    memory.set(key, value);
  }
}

/** Returns the token under which this browser votes, the same each time. */
export function readerToken() {
  const token = read(TOKEN) ?? randomToken();
  write(TOKEN, token);
  return token;
}

/** 128 random bits; unlike randomUUID, this also works where the page isn't served over TLS. */
function randomToken() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Returns the reader's own vote under this key.
 * @param {string} key
 * @returns {boolean | undefined}
 */
export function ownVote(key) {
  return votes()[key];
}

/**
 * @param {string} key
 * @param {boolean} helpful
 */
export function rememberVote(key, helpful) {
  write(VOTES, JSON.stringify({ ...votes(), [key]: helpful }));
}

/** @param {string} key */
export function forgetVote(key) {
  const { [key]: _, ...others } = votes();
  write(VOTES, JSON.stringify(others));
}

/**
 * Returns whether the reader has voted on another revision of a page.
 * @param {string} page
 */
export function votedBefore(page) {
  return Object.keys(votes()).some((key) => key.startsWith(`${page}@`));
}

/**
 * Returns the vote that could not be sent under this key: what the reader chose and wrote, without a token.
 * @param {string} key
 * @returns {Vote | undefined}
 */
export function waitingVote(key) {
  return object(WAITING)[key];
}

/**
 * Keeps a vote until the service answers, or none; another tab that has sent it has taken it away.
 * @param {string} key
 * @param {Vote} [vote]
 */
export function keepWaiting(key, vote) {
  const { [key]: _, ...others } = object(WAITING);
  write(WAITING, JSON.stringify(vote ? { ...others, [key]: vote } : others));
}

/** @returns {Record<string, boolean>} */
function votes() {
  return object(VOTES);
}

/** @param {string} name */
function object(name) {
  try {
    return JSON.parse(read(name) ?? "{}");
  } catch {
    return {}; // someone else wrote there
  }
}
