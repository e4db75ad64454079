import { ExactNumber } from "./exact-number";

/** A JSON value as `parseJson` makes it. */
export type Json = string | number | boolean | null | ExactNumber | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof ExactNumber);

/** PHP's only empty container: its clients send `[]` where they mean `{}`. */
export const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
