/** A JSON object as JSON.parse makes it; its values are checked where they are read. */
export interface JsonRecord {
  readonly [key: string]: unknown;
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** UTF-8 bytes of a text, or of the compact JSON of anything else. */
export function byteSize(value: unknown): number {
  return Buffer.byteLength(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

/** Whether the text is longer than `max` UTF-8 bytes; short texts are not measured. */
export function exceedsBytes(text: string, max: number): boolean {
  return text.length > max || (text.length * 3 > max && Buffer.byteLength(text) > max);
}
