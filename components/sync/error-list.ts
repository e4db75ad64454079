import { type FieldNames, fieldTitle } from "./field-titles";

/** What is wrong with a field. */
export interface Problem {
  /** Of the field in the form, dotted. */
  readonly path: string;
  /** With the field's title: some may be in a closed panel. */
  readonly text: string;
}

/** Every message at a field of a form. */
export function errorList(names: FieldNames, errors: object, prefix = ""): readonly Problem[] {
  return Object.entries(errors).flatMap(([key, error]): readonly Problem[] => {
    if (typeof error !== "object" || error === null || key === "ref" || key === "root") return [];
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if ("message" in error && typeof error.message === "string") {
      return [{ path, text: `${fieldTitle(names, path)}: ${error.message}` }];
    }
    return errorList(names, error, path);
  });
}
