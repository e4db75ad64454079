import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { AppError } from "@/lib/kernel/errors";

/** A column of a row for COPY; timestamps are ISO strings or the result of `timestamp`. */
type CopyValue = string | number | null;

const SPECIAL = /[\\\n\r\t]/;
/** What escapes is first. */
const ESCAPES = [
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
] as const;

/** One row in PostgreSQL's text format for COPY. */
export function copyRow(values: readonly CopyValue[]): string {
  let row = "";
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) row += "\t";
    if (value === null || value === undefined) row += "\\N";
    else if (typeof value === "number") row += value;
    else row += SPECIAL.test(value) ? escapeSpecials(value) : value;
  }
  return `${row}\n`;
}

/** A megabyte of nothing but line breaks takes 10 ms this way, a fifth of what any replacing takes. */
function escapeSpecials(value: string): string {
  let text = value;
  for (const [special, escaped] of ESCAPES)
    if (text.includes(special)) text = text.split(special).join(escaped);
  return text;
}

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));
const dayTexts = new Map<number, string>();
const DAY_TEXTS_MAX = 1_000;

/**
 * Milliseconds since the epoch as PostgreSQL reads them. Three of them stand in every row: the day's text is kept,
 * and the time is put together from digits, which takes a fifth of what Date.toISOString does.
 */
export function timestamp(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  let text = dayTexts.get(day);
  if (text === undefined) {
    if (dayTexts.size >= DAY_TEXTS_MAX) dayTexts.clear();
    text = new Date(day * DAY_MS).toISOString().slice(0, 11);
    dayTexts.set(day, text);
  }
  const rest = Math.floor(ms) - day * DAY_MS;
  const seconds = Math.floor(rest / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = TWO_DIGITS[Math.floor(minutes / 60)];
  const millis = String(rest % 1_000).padStart(3, "0");
  return `${text}${hours}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}.${millis}Z`;
}

const CHUNK_CHARACTERS = 65_536;

/** Rows of one COPY together: what a transaction can carry within its deadline, and a process in its memory. */
const COPY_BYTES_MAX = 128 * 1_048_576;

/** Rows (made by `copyRow`) as bytes in pieces: one string of all of them may be longer than a string can be. */
export class CopyText {
  readonly #chunks: Buffer[] = [];
  #text = "";
  #bytes = 0;

  static of(rows: readonly string[]): CopyText {
    const text = new CopyText();
    for (const row of rows) text.add(row);
    return text;
  }

  /** Throws AppError `too_large` when they are too many for one COPY. */
  add(row: string): void {
    this.#text += row;
    if (this.#text.length >= CHUNK_CHARACTERS) this.#finishChunk();
  }

  get isEmpty(): boolean {
    return this.#bytes === 0 && this.#text === "";
  }

  chunks(): readonly Buffer[] {
    if (this.#text !== "") this.#finishChunk();
    return this.#chunks;
  }

  #finishChunk(): void {
    const chunk = Buffer.from(this.#text);
    this.#text = "";
    this.#bytes += chunk.length;
    if (this.#bytes > COPY_BYTES_MAX)
      throw new AppError("too_large", "These events are too large to be stored at once");
    this.#chunks.push(chunk);
  }
}

/**
 * Copies rows into `table (columns)`; resolves when the server has taken all of them. Whatever can
 * fail on our side fails before the COPY begins, AppError `too_large` among it: a COPY that stays open blocks its
 * connection. After a rejection the connection MUST be closed.
 */
export async function copyInto(
  client: PoolClient,
  target: string,
  rows: CopyText | readonly string[],
): Promise<void> {
  const chunks = (rows instanceof CopyText ? rows : CopyText.of(rows)).chunks();
  await new Promise<void>((resolve, reject) => {
    const stream = client.query(copyFrom(`COPY ${target} FROM STDIN`));
    let next = 0;
    const write = () => {
      while (!stream.destroyed && next < chunks.length) {
        if (!stream.write(chunks[next++])) return void stream.once("drain", write);
      }
      stream.end();
    };
    stream.on("error", (error) => {
      // Else it would go on writing to a connection that it has let go of, and throw out of a socket's event.
      stream.destroy();
      reject(error);
    });
    stream.on("finish", resolve);
    write();
  });
}
