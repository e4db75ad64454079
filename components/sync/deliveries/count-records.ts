const [QUOTE, NEWLINE] = [0x22, 0x0a];

/** Counts the lines of a stream of bytes; line breaks inside double quotes are none, as CSV has them and JSON has not. */
export function createRecordCounter(): (bytes: Uint8Array) => number {
  let count = 0;
  let isQuoted = false;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === NEWLINE && !isQuoted) count++;
    }
    return count;
  };
}
