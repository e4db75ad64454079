import { AppError } from "@/lib/kernel/errors";

// Rows for COPY in PostgreSQL's binary format, written straight into buffers: no text is made of a row that the server
// would take apart again, and nothing is left for the garbage collector.

/** Of a column, as the table has it: the server takes no other. `timestamptz` is given as epoch ms, `date` as `YYYY-MM-DD`. */
export type ColumnType =
  | "int2"
  | "int4"
  | "int8"
  | "text"
  | "uuid"
  | "uuid[]"
  | "date"
  | "timestamptz";

/** A table with those of its columns that are written. */
export interface CopyTarget {
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** In the order of the target's columns. */
export type CopyRow = readonly (string | number | readonly string[] | null)[];

/** Rows of one COPY together: what a transaction can carry within its deadline, and a process in its memory. */
const COPY_BYTES_MAX = 128 * 1_048_576;

/** The first piece is small, since most COPYs are. */
const PIECE_BYTES_MIN = 16_384;
const PIECE_BYTES_MAX = 262_144;

/** Signature, no flags, no extension. */
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const END = -1;
const NULL = -1;

const UUID_OID = 2950;
const UUID_BYTES = 16;
/** Dimensions, has no nulls, type of the elements, length, lower bound. */
const ARRAY_HEAD_BYTES = 20;

/** Characters of a text that a loop writes sooner than a call out of JavaScript begins. */
const SHORT_CHARACTERS = 48;
const UTF8_BYTES_MAX = 3;

const INT32 = 2 ** 32;
const DAY_MS = 86_400_000;
const EPOCH_2000_MS = Date.UTC(2000, 0, 1);

export class CopyRows {
  readonly target: CopyTarget;
  readonly #types: readonly ColumnType[];
  readonly #pieces: Buffer[] = [];
  /** Of the pieces that are full. */
  #bytes = 0;
  #piece = Buffer.allocUnsafeSlow(PIECE_BYTES_MIN);
  #at = HEADER.copy(this.#piece);
  #count = 0;
  #day = "";
  #dayNumber = 0;

  constructor(target: CopyTarget) {
    this.target = target;
    this.#types = Object.values(target.columns);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /**
   * Throws AppError `too_large` when the rows are too many for one COPY, RangeError for a number that its column cannot
   * hold.
   */
  add(row: CopyRow): void {
    const types = this.#types;
    this.#count += 1;
    this.#room(2);
    this.#int2(types.length);
    for (let i = 0; i < types.length; i++) {
      const value = row[i];
      if (value === null || value === undefined) {
        this.#room(4);
        this.#int4(NULL);
      } else this.#field(types[i] as ColumnType, value);
    }
  }

  /** The COPY in pieces; nothing can be added any more. */
  finish(): readonly Buffer[] {
    this.#room(2);
    this.#int2(END);
    this.#finishPiece(0);
    return this.#pieces;
  }

  #field(type: ColumnType, value: NonNullable<CopyRow[number]>): void {
    this.#room(4 + ARRAY_HEAD_BYTES);
    switch (type) {
      case "int2":
        this.#int4(2);
        this.#int2(within(value, 0x8000));
        break;
      case "int4":
        this.#int4(4);
        this.#int4(within(value, 0x8000_0000));
        break;
      case "int8":
        this.#int4(8);
        this.#int8(Math.floor(Number(value) / INT32), Number(value));
        break;
      case "timestamptz":
        this.#int4(8);
        this.#micros(Math.floor(Number(value)) - EPOCH_2000_MS);
        break;
      case "date":
        this.#int4(4);
        this.#int4(this.#daysOf(String(value)));
        break;
      case "text":
        this.#text(String(value));
        break;
      case "uuid":
        this.#uuid(String(value));
        break;
      case "uuid[]":
        this.#uuids(value as readonly string[]);
        break;
    }
  }

  #int2(value: number): void {
    this.#piece[this.#at++] = value >>> 8;
    this.#piece[this.#at++] = value;
  }

  #int4(value: number): void {
    this.#piece[this.#at++] = value >>> 24;
    this.#piece[this.#at++] = value >>> 16;
    this.#piece[this.#at++] = value >>> 8;
    this.#piece[this.#at++] = value;
  }

  #int8(high: number, low: number): void {
    this.#int4(high);
    this.#int4(low);
  }

  /** Microseconds are beyond what a double holds. */
  #micros(ms: number): void {
    const low = (ms >>> 0) * 1_000;
    this.#int8(Math.floor(ms / INT32) * 1_000 + Math.floor(low / INT32), low);
  }

  /** Most rows of a COPY are of one day. */
  #daysOf(day: string): number {
    if (day !== this.#day) {
      this.#day = day;
      this.#dayNumber = (Date.parse(day) - EPOCH_2000_MS) / DAY_MS;
    }
    return this.#dayNumber;
  }

  #text(text: string): void {
    this.#room(4 + text.length * UTF8_BYTES_MAX);
    const start = this.#at + 4;
    const end = writeAscii(this.#piece, text, start) ?? start + this.#piece.write(text, start);
    this.#int4(end - start);
    this.#at = end;
  }

  #uuid(uuid: string): void {
    this.#int4(UUID_BYTES);
    let at = this.#at;
    let isUuid = uuid.length === UUID_CHARACTERS;
    for (let i = 0; i < uuid.length; i += 2) {
      if (uuid.charCodeAt(i) === DASH) i += 1;
      const high = digit(uuid, i);
      const low = digit(uuid, i + 1);
      isUuid &&= high < 16 && low < 16;
      this.#piece[at++] = (high << 4) | low;
    }
    if (!isUuid || at !== this.#at + UUID_BYTES) throw new RangeError(`"${uuid}" is no UUID`);
    this.#at = at;
  }

  #uuids(uuids: readonly string[]): void {
    this.#room(4 + ARRAY_HEAD_BYTES + uuids.length * (4 + UUID_BYTES));
    this.#int4(ARRAY_HEAD_BYTES + uuids.length * (4 + UUID_BYTES));
    for (const word of [1, 0, UUID_OID, uuids.length, 1]) this.#int4(word);
    for (const uuid of uuids) this.#uuid(uuid);
  }

  #room(bytes: number): void {
    if (this.#at + bytes > this.#piece.length) this.#finishPiece(bytes);
  }

  #finishPiece(nextBytes: number): void {
    this.#pieces.push(this.#piece.subarray(0, this.#at));
    this.#bytes += this.#at;
    if (this.#bytes > COPY_BYTES_MAX)
      throw new AppError("too_large", "These events are too large to be stored at once");
    const usual = Math.min(this.#piece.length * 4, PIECE_BYTES_MAX);
    this.#piece = Buffer.allocUnsafeSlow(nextBytes === 0 ? 0 : Math.max(usual, nextBytes));
    this.#at = 0;
  }
}

function within(value: unknown, end: number): number {
  const number = Number(value);
  if (!(number >= -end && number < end)) throw new RangeError(`${number} is out of range`);
  return number;
}

/** Where it ends; undefined for a text that is long or more than ASCII. */
function writeAscii(piece: Buffer, text: string, start: number): number | undefined {
  if (text.length > SHORT_CHARACTERS) return undefined;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return undefined;
    piece[start + i] = code;
  }
  return start + text.length;
}

const DASH = 0x2d;
const UUID_CHARACTERS = 36;
/** By character code; 16 for what is no digit. */
const DIGITS = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 16 : value;
});
const digit = (text: string, at: number): number => DIGITS[text.charCodeAt(at)] ?? 16;
