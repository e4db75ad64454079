import type { Readable } from "node:stream";
import yauzl from "yauzl";
import { type StoredFile, streamOf } from "./stored-file";

/** More than the hours of ten years, in ten pieces each. */
const ENTRIES_MAX = 1_000_000;

/** A file inside a ZIP. */
export interface ZipEntry {
  readonly name: string;
  open(): Promise<Readable>;
}

class StoredReader extends yauzl.RandomAccessReader {
  readonly #file: StoredFile;

  constructor(file: StoredFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return streamOf(this.#file, start, end);
  }
}

/**
 * What of a ZIP may hold events, in the natural order of the names, which is that of the hours: folders, markers and what
 * else lies in it are left out. Rejects when it is no whole ZIP.
 */
export async function zipEntries(file: StoredFile): Promise<readonly ZipEntry[]> {
  const options = { lazyEntries: true, autoClose: false };
  const zip = await yauzl.fromRandomAccessReaderPromise(
    new StoredReader(file),
    file.bytes,
    options,
  );
  if (zip.entryCount > ENTRIES_MAX) throw new Error(`it has more than ${ENTRIES_MAX} entries`);
  const entries: ZipEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    const { fileName: name } = entry;
    if (holdsEvents(name)) entries.push({ name, open: () => zip.openReadStreamPromise(entry) });
  }
  return entries.sort((a, b) => naturally(a.name, b.name));
}

const holdsEvents = (name: string): boolean =>
  /\.(json|jsonl|ndjson|gz)$/i.test(name) && !name.startsWith("__MACOSX/");

const { compare } = new Intl.Collator("en", { numeric: true });

/** `_2#10` after `_2#9`, hour 10 after hour 9. Pure. */
export const naturally = (a: string, b: string): number => compare(a, b);
