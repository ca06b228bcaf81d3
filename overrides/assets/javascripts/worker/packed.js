// Python as an image of its memory, the calculator already imported: a start without Pyodide's scripts.
//
// Only functions that the profile knew are in its WebAssembly, and nothing of the outside. Whatever else would be
// needed throws here, and the answer comes from the whole Python instead: never from what is left of this one.

/** @typedef {(question: string, text: string) => string} Calculate */

/**
 * What the image says of itself; addresses are in bytes from the memory's start.
 * @typedef {object} Head
 * @property {number} answer address of the Python function that takes question and text as one
 * @property {number} trampoline address of the word that says how Python calls C functions; 0 there: through us
 * @property {number} table how many functions the table has
 * @property {number} memory how many bytes it takes
 * @property {[at: number, length: number][]} runs where the bytes that follow the head belong; all others are 0
 */

/**
 * What is used of a module's exports.
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {WebAssembly.Table} __indirect_function_table
 * @property {(size: number) => number} malloc
 * @property {(at: number) => void} free
 * @property {(at: number, length: number) => number} PyUnicode_FromStringAndSize
 * @property {(callable: number, argument: number) => number} PyObject_CallOneArg
 * @property {(text: number, length: number) => number} PyUnicode_AsUTF8AndSize
 * @property {(object: number) => void} Py_DecRef
 */

export const LONGEST = 100_000; // characters of a question; the form's longest answers are asked with a tenth
const WORD = 4; // bytes of an address
const PAGE = 65_536; // bytes that a memory grows by

/** What the image cannot do. The whole Python can. */
export class Trap extends Error {}

/**
 * Returns the calculator of an image.
 * @param {WebAssembly.Module} program
 * @param {ArrayBuffer} image
 * @returns {Promise<Calculate>} throws whatever goes wrong; after that it must not be called again
 */
export async function restore(program, image) {
  const { exports } = await instantiate(program);
  const head = fill(exports, image);
  return (question, text) => {
    if (text.length > LONGEST || hasHalfCharacter(text)) throw new Trap("not a question for the image");
    return ask(exports, head.answer, `${question} ${text}`);
  };
}

/**
 * @param {WebAssembly.Module} program
 * @returns {Promise<{exports: Exports & WebAssembly.Exports}>}
 */
export async function instantiate(program) {
  /** @type {Exports} */
  let exports;
  /** @type {Record<string, Function>} */
  const outside = {
    clock_time_get: () => {
      throw new Trap("the image has no clock");
    },
    _PyEM_TrampolineCall_JS: (/** @type {number} */ call, /** @type {number[]} */ ...given) =>
      exports.__indirect_function_table.get(call)(...given),
    emscripten_resize_heap: (/** @type {number} */ size) => grow(exports.memory, size),
  };
  /** @type {Record<string, Record<string, WebAssembly.ImportValue>>} */
  const imports = {};
  for (const { module, name, kind } of WebAssembly.Module.imports(program)) {
    (imports[module] ??= {})[name] = kind === "function" ? (outside[name] ?? absent(name)) : given(kind);
  }
  const instance = await WebAssembly.instantiate(program, imports);
  exports = /** @type {Exports & WebAssembly.Exports} */ (/** @type {unknown} */ (instance.exports));
  return { exports: /** @type {Exports & WebAssembly.Exports} */ (exports) };
}

/** @param {string} name */
function absent(name) {
  return () => {
    throw new Trap(`the image has no ${name}`);
  };
}

/** @param {string} kind what nobody reads any more, once memory is as it is in the image */
function given(kind) {
  if (kind === "global") return new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  throw new Trap(`an image of a module that wants a ${kind}`);
}

/**
 * @param {WebAssembly.Memory} memory
 * @param {number} size
 */
function grow(memory, size) {
  try {
    memory.grow(Math.ceil(((size >>> 0) - memory.buffer.byteLength) / PAGE));
    return 1;
  } catch {
    return 0; // Python then has a MemoryError
  }
}

/**
 * Puts the image into an instance, and returns what it says of itself.
 * @param {Exports} exports
 * @param {ArrayBuffer} image
 * @returns {Head}
 */
export function fill({ memory, __indirect_function_table: table }, image) {
  const [length] = new Uint32Array(image, 0, 1);
  /** @type {Head} */
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(image, WORD, length)));
  if (!grow(memory, head.memory)) throw new Trap("not enough memory");
  const bytes = new Uint8Array(memory.buffer);
  let from = WORD + length;
  for (const [at, count] of head.runs) {
    bytes.set(new Uint8Array(image, from, count), at);
    from += count;
  }
  if (from !== image.byteLength) throw new Trap("not the whole image");
  if (table.length < head.table) table.grow(head.table - table.length);
  new DataView(memory.buffer).setUint32(head.trampoline, 0, true);
  return head;
}

/**
 * @param {Exports} python
 * @param {number} answer
 * @param {string} text
 */
export function ask(python, answer, text) {
  const asked = new TextEncoder().encode(text);
  const at = present(python.malloc(asked.length + WORD));
  new Uint8Array(python.memory.buffer).set(asked, at);
  const question = present(python.PyUnicode_FromStringAndSize(at, asked.length));
  const told = present(python.PyObject_CallOneArg(answer, question));
  const characters = present(python.PyUnicode_AsUTF8AndSize(told, at)); // how many bytes is written where the question was
  const [length] = new Uint32Array(python.memory.buffer, at, 1);
  const answered = new TextDecoder().decode(new Uint8Array(python.memory.buffer, characters, length));
  for (const object of [question, told]) python.Py_DecRef(object);
  python.free(at);
  return answered;
}

/** @param {number} address of what Python made; 0 where it raised an error instead */
function present(address) {
  if (!address) throw new Trap("Python raised an error");
  return address;
}

/** @param {string} text */
function hasHalfCharacter(text) {
  return /\p{Surrogate}/u.test(text); // which UTF-8 cannot say, and Pyodide hands over as they are
}
