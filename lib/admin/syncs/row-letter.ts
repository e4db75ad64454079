/** The letter of a row of "Select and filter events": A … Z, AA, AB, … Pure. */
export function rowLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : rowLetter(Math.floor(index / 26) - 1) + letter;
}
