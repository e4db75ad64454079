import { Readable } from "node:stream";

/** A file that lies somewhere, and can be read from any byte on: gigabytes are never in memory. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  /** The bytes from `from` on, at least one and not beyond `to` (exclusive). */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** The bytes in [from, to), read as they are taken. */
export const streamOf = (file: StoredFile, from = 0, to = file.bytes): Readable =>
  Readable.from(pieces(file, from, to), { objectMode: false });

async function* pieces(file: StoredFile, from: number, to: number) {
  for (let at = from; at < to; ) {
    const piece = await file.read(at, to);
    if (piece.length === 0) throw new Error("the file ends before its end");
    at += piece.length;
    yield piece;
  }
}
