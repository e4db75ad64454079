import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { CopyRows } from "./copy-rows";

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

/**
 * Copies the rows; resolves when the server has taken all of them. Whatever can fail on our side fails before the COPY
 * begins, AppError `too_large` among it: a COPY that stays open blocks its connection. After a rejection the connection
 * MUST be closed.
 */
export async function copyInto(client: PoolClient, rows: CopyRows): Promise<void> {
  const { table, columns } = rows.target;
  const names = Object.keys(columns).map((name) => `"${name}"`);
  const pieces = rows.finish();
  await new Promise<void>((resolve, reject) => {
    const stream = client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN (FORMAT binary)`));
    let next = 0;
    const write = () => {
      while (!stream.destroyed && next < pieces.length) {
        if (!stream.write(pieces[next++])) return void stream.once("drain", write);
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
