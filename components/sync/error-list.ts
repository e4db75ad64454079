import { type FieldNames, fieldTitle } from "./field-titles";

/** Every message at a field of a form, with the field's title: some may be in a closed panel. */
export function errorList(names: FieldNames, errors: object, prefix = ""): readonly string[] {
  return Object.entries(errors).flatMap(([key, error]) => {
    if (typeof error !== "object" || error === null || key === "ref" || key === "root") return [];
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const own = "message" in error && typeof error.message === "string" ? [error.message] : [];
    if (own.length > 0) return own.map((message) => `${fieldTitle(names, path)}: ${message}`);
    return errorList(names, error, path);
  });
}
