/** A, B, … Z, AA, AB, …: the name of row `index` (from 0). */
export function rowLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : rowLetter(Math.floor(index / 26) - 1) + last;
}
