import { isDeepStrictEqual } from "node:util";

/** A place where what came is not what was expected. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Where `actual` does not have what `expected` names: an object may have more fields, a list is as long as expected and
 * compared entry by entry. Pure.
 */
export function differences(expected: unknown, actual: unknown, path = ""): readonly Difference[] {
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((value, index) =>
      differences(value, actual[index], `${path}[${index}]`),
    );
  }
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(value, actual[name], path === "" ? name : `${path}.${name}`),
    );
  }
  return isDeepStrictEqual(expected, actual) ? [] : [{ path, expected, actual }];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
