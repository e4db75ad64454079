import type { FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import type { ActionResult } from "@/lib/web/action-result";

type Failure = Extract<ActionResult<unknown>, { ok: false }>;

/**
 * Puts what the server said at the fields it named, and the rest at the form (`errors.root`). `fields` are the
 * form's own where it has the action's names; otherwise it finds the form's field for a name of the action.
 */
export function showFailure<Values extends FieldValues>(
  failure: Failure,
  fields: readonly FieldPath<Values>[] | ((field: string) => FieldPath<Values> | undefined),
  setError: UseFormSetError<Values>,
): void {
  const find =
    typeof fields === "function"
      ? fields
      : (field: string) => fields.find((each) => each === field);
  let shown = 0;
  for (const { field, message } of failure.fieldErrors) {
    const name = find(field);
    if (name === undefined) continue;
    setError(name, { type: "server", message }, { shouldFocus: shown === 0 });
    shown += 1;
  }
  if (shown === 0 || shown < failure.fieldErrors.length) {
    setError("root", { type: failure.code, message: failure.message });
  }
}
