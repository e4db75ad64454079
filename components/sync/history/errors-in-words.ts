import { type FieldNames, fieldTitle } from "@/components/sync/field-titles";
import type { ActionResult } from "@/lib/web/action-result";

/** Why something was refused: each field by its title, or the message where no field is to blame. */
export function errorsInWords(
  names: FieldNames,
  answer: Extract<ActionResult<never>, { ok: false }>,
): string {
  const { fieldErrors, message } = answer;
  if (fieldErrors.length === 0) return message;
  return fieldErrors
    .map((error) => `${fieldTitle(names, error.field.replace(/^patch\./, ""))}: ${error.message}`)
    .join("\n");
}
