import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** A column of a row for COPY; timestamps are ISO strings or the result of `timestamp`. */
export type CopyValue = string | number | null;

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** One row in PostgreSQL's text format for COPY. */
export function copyRow(values: readonly CopyValue[]): string {
  let row = "";
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) row += "\t";
    if (value === null || value === undefined) row += "\\N";
    else if (typeof value === "number") row += value;
    else row += SPECIAL.test(value) ? value.replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] ?? c) : value;
  }
  return `${row}\n`;
}

/** Milliseconds since the epoch as PostgreSQL reads them. */
export const timestamp = (ms: number): string => new Date(ms).toISOString();

/** Copies rows (made by `copyRow`) into `table (columns)`; resolves when the server has taken all of them. */
export function copyInto(
  client: PoolClient,
  target: string,
  rows: readonly string[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(`COPY ${target} FROM STDIN`));
    stream.on("error", reject);
    stream.on("finish", resolve);
    stream.end(rows.join(""));
  });
}
