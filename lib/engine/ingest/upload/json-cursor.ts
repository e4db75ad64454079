import { parseJson } from "./parse-json";

/** Looked at in one step: less than a millisecond. */
const STEP_BYTES = 262_144;

/** A place in a JSON text, and how many values lie before it. */
export class JsonCursor {
  readonly bytes: Buffer;
  at = 0;
  values = 0;
  /** Where the present step ends. */
  stepEnd = STEP_BYTES;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Not past more blanks at once than a step has bytes: that many are no JSON that anybody writes. */
  skipBlanks(): void {
    const end = this.at + STEP_BYTES;
    while (this.at < end && isBlank(this.bytes[this.at])) this.at++;
  }

  comesNext(byte: number): boolean {
    this.skipBlanks();
    return this.bytes[this.at] === byte;
  }

  /** Moves past the byte when it comes next. */
  takes(byte: number): boolean {
    if (!this.comesNext(byte)) return false;
    this.at++;
    return true;
  }

  /** Moves past a name and its colon; `null` when there is none. */
  takeName(): string | null {
    if (!this.comesNext(QUOTE)) return null;
    const start = this.at;
    this.at = endOfText(this.bytes, start + 1, Math.min(this.bytes.length, start + STEP_BYTES)) + 1;
    const name = parseJson(this.bytes.toString("utf8", start, this.at));
    return typeof name === "string" && this.takes(COLON) ? name : null;
  }

  isAtEnd(): boolean {
    this.skipBlanks();
    return this.at === this.bytes.length;
  }
}

/** One value of which the cursor is moved to the end, in any number of steps. */
export class JsonValue {
  /** Containers that are open. */
  depth = 0;
  values = 1;
  isDone = false;
  /** Whether its end was looked for in vain: the text ends before. */
  isCut = false;
  /** The last text directly in the value: the name of the field being read, when the value is an object. */
  textStart = 0;
  textEnd = 0;
  #isInText = false;

  /** One step; `look` is called after each value's begin. True when there is nothing more to do. */
  advance(cursor: JsonCursor, look: () => void): boolean {
    const { bytes } = cursor;
    const end = Math.min(bytes.length, cursor.stepEnd);
    while (cursor.at < end && !this.isDone) {
      if (this.#isInText) this.#goOnInText(cursor, end);
      else {
        cursor.at = nextMark(bytes, cursor.at, end);
        if (cursor.at < end) this.#takeMark(cursor, look);
      }
    }
    look();
    this.isCut = !this.isDone && cursor.at >= bytes.length;
    if (cursor.at >= cursor.stepEnd) cursor.stepEnd = cursor.at + STEP_BYTES;
    return this.isDone || this.isCut;
  }

  #goOnInText(cursor: JsonCursor, end: number): void {
    const close = endOfText(cursor.bytes, cursor.at, end);
    cursor.at = close;
    if (close >= end) return;
    cursor.at = close + 1;
    this.#isInText = false;
    if (this.depth === 0) this.isDone = true;
    else if (this.depth === 1) this.textEnd = cursor.at;
  }

  #takeMark(cursor: JsonCursor, look: () => void): void {
    const mark = MARKS[cursor.bytes[cursor.at] ?? 0];
    // What follows a value that is no container.
    if (this.depth === 0 && (mark === COMMA_MARK || mark === CLOSE_MARK)) {
      this.isDone = true;
      return;
    }
    if (mark === TEXT_MARK) {
      this.#isInText = true;
      if (this.depth === 1) this.textStart = cursor.at;
    } else if (mark === CLOSE_MARK) {
      this.depth--;
      this.isDone = this.depth === 0;
    } else {
      this.values++;
      if (mark === OPEN_MARK) this.depth++;
      look();
    }
    cursor.at++;
  }
}

/** The first quote, comma or bracket from `at` on. */
function nextMark(bytes: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && MARKS[bytes[next] ?? 0] === 0) next++;
  return next;
}

/** The quote that ends the text which goes on at `at`; `end` or more when there is none. */
function endOfText(bytes: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && bytes[next] !== QUOTE) next += bytes[next] === BACKSLASH ? 2 : 1;
  return next;
}

export const COMMA = 0x2c;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const TEXT_MARK = 1;
const COMMA_MARK = 2;
const OPEN_MARK = 3;
const CLOSE_MARK = 4;
const MARKS = new Uint8Array(256);
MARKS[QUOTE] = TEXT_MARK;
MARKS[COMMA] = COMMA_MARK;
MARKS[OPEN_BRACE] = OPEN_MARK;
MARKS[OPEN_BRACKET] = OPEN_MARK;
MARKS[CLOSE_BRACE] = CLOSE_MARK;
MARKS[CLOSE_BRACKET] = CLOSE_MARK;
