import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type StoredFile, streamOf } from "./stored-file";
import { type ZipEntry, zipEntries } from "./zip-entries";

// Export files as lines: a ZIP of gzipped lines, a gzipped file of them, or the lines themselves. What a file is, its
// first bytes tell: people save the ZIP under any name.

/** A reading can go on after it: so many lines of the entry of the file were read. */
export interface LinePlace {
  readonly file: number;
  readonly entry: number;
  readonly line: number;
}

export interface HistoryLine {
  /** After it. */
  readonly place: LinePlace;
  /** As people know it, from 1 on. */
  readonly file: string;
  readonly number: number;
  /** Null when there is none, but something to be said. */
  readonly text: string | null;
  readonly fault: string | null;
}

/** SeaTunnel's guard for an event of an export; ingestion takes less. */
const LINE_BYTES_MAX = 1_048_576;
const NEWLINE = 0x0a;

/**
 * The lines of the files after `from`, in groups as they come out of the decompression; blank ones are left out. What of
 * a file cannot be read is said once, as a fault at its place, and the next file goes on. Rejects only with what reading
 * the stored bytes rejects with.
 */
export async function* readLines(
  files: readonly StoredFile[],
  from: LinePlace,
): AsyncGenerator<readonly HistoryLine[]> {
  for (const [number, file] of files.entries()) {
    if (number < from.file) continue;
    const source = new Watched(file);
    const first = number === from.file ? from : { file: number, entry: 0, line: 0 };
    try {
      yield* linesOfFile(source, first);
    } catch (error) {
      if (source.failure !== null) throw source.failure;
      const place = { file: number + 1, entry: 0, line: 0 };
      yield [faultAt(place, file.name, 0, `The file cannot be read: ${wordsOf(error)}`)];
    }
  }
}

/** Remembers why stored bytes could not be read: that is no fault of theirs. */
class Watched implements StoredFile {
  readonly #file: StoredFile;
  failure: unknown = null;

  constructor(file: StoredFile) {
    this.#file = file;
  }
  get name(): string {
    return this.#file.name;
  }
  get bytes(): number {
    return this.#file.bytes;
  }
  async read(from: number, to: number): Promise<Uint8Array> {
    try {
      return await this.#file.read(from, to);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

async function* linesOfFile(
  file: Watched,
  from: LinePlace,
): AsyncGenerator<readonly HistoryLine[]> {
  for (const [number, entry] of (await entriesOf(file)).entries()) {
    if (number < from.entry) continue;
    const line = number === from.entry ? from.line : 0;
    yield* linesOfEntry(file, entry, { file: from.file, entry: number, line });
  }
}

async function entriesOf(file: StoredFile): Promise<readonly ZipEntry[]> {
  if (file.bytes === 0) return [];
  const magic = await file.read(0, Math.min(4, file.bytes));
  if (magic[0] !== 0x50 || magic[1] !== 0x4b) {
    return [{ name: file.name, open: async () => streamOf(file) }];
  }
  const entries = await zipEntries(file);
  if (entries.length === 0) throw new Error("the ZIP holds no file that ends in .json.gz");
  return entries.map((entry) => ({ ...entry, name: `${file.name}: ${entry.name}` }));
}

async function* linesOfEntry(
  file: Watched,
  entry: ZipEntry,
  start: LinePlace,
): AsyncGenerator<readonly HistoryLine[]> {
  let read = start.line;
  try {
    for await (const group of split(await unzipped(await entry.open()), start, entry.name)) {
      read = group.at(-1)?.place.line ?? read;
      yield group;
    }
  } catch (error) {
    if (file.failure !== null) throw error;
    const place = { file: start.file, entry: start.entry + 1, line: 0 };
    const words = `Nothing can be read from here on: ${wordsOf(error)}`;
    yield [faultAt(place, entry.name, read + 1, words)];
  }
}

/** Of a stream that begins as gzip does what is in it; the stream itself otherwise. */
async function unzipped(stream: Readable): Promise<AsyncIterable<Buffer>> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  const whole = async function* () {
    if (first.done !== true) yield Buffer.from(first.value);
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) return;
      yield Buffer.from(next.value);
    }
  };
  const isGzip = first.done !== true && first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!isGzip) return whole();
  // Whoever reads it is told of failures by the reading.
  return pipeline(Readable.from(whole()), createGunzip(), () => undefined);
}

async function* split(
  chunks: AsyncIterable<Buffer>,
  start: LinePlace,
  file: string,
): AsyncGenerator<readonly HistoryLine[]> {
  let number = 0;
  let pending: Buffer[] = [];
  let bytes = 0;
  const end = (group: HistoryLine[]) => {
    number += 1;
    const isNew = number > start.line;
    const place = { ...start, line: number };
    if (isNew && bytes > LINE_BYTES_MAX) {
      group.push(
        faultAt(place, file, number, `The line has ${bytes} bytes; ${LINE_BYTES_MAX} are taken`),
      );
    } else if (isNew) {
      const text = Buffer.concat(pending).toString("utf8").trim();
      if (text !== "") group.push({ place, file, number, text, fault: null });
    }
    pending = [];
    bytes = 0;
  };
  for await (const chunk of chunks) {
    const group: HistoryLine[] = [];
    for (let at = 0; at < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, at);
      const stop = newline === -1 ? chunk.length : newline;
      bytes += stop - at;
      // What is too long is counted, and not kept.
      if (bytes <= LINE_BYTES_MAX) pending.push(chunk.subarray(at, stop));
      else pending = [];
      if (newline !== -1) end(group);
      at = stop + 1;
    }
    if (group.length > 0) yield group;
  }
  const rest: HistoryLine[] = [];
  if (bytes > 0) end(rest);
  if (rest.length > 0) yield rest;
}

const faultAt = (place: LinePlace, file: string, number: number, fault: string): HistoryLine => ({
  place,
  file,
  number,
  text: null,
  fault,
});

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
