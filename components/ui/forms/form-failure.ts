import type { FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import type { ActionResult } from "@/lib/web/action-result";

type Failure = Extract<ActionResult<unknown>, { ok: false }>;

/** Puts what the server said at the fields it named, and the rest at the form (`errors.root`). */
export function showFailure<Values extends FieldValues>(
  failure: Failure,
  fields: readonly FieldPath<Values>[],
  setError: UseFormSetError<Values>,
): void {
  let shown = 0;
  for (const { field, message } of failure.fieldErrors) {
    const name = fields.find((each) => each === field);
    if (name === undefined) continue;
    setError(name, { type: "server", message }, { shouldFocus: shown === 0 });
    shown += 1;
  }
  if (shown === 0 || shown < failure.fieldErrors.length) {
    setError("root", { type: "server", message: failure.message });
  }
}
