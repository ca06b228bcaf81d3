// What the browser keeps: a random token, and the reader's own votes. Nothing says who the reader is.

const TOKEN = "prorata.reader";
const VOTES = "prorata.votes";

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

/** @returns {Record<string, boolean>} */
function votes() {
  try {
    return JSON.parse(read(VOTES) ?? "{}");
  } catch {
    return {}; // someone else wrote there
  }
}
