import type { FormEvent, ReactNode } from "react";
import { type Failure, FormFailure } from "./form-failure";

interface ShortFormProps {
  /** For a button outside of it. */
  readonly id?: string;
  /** `errors.root` of react-hook-form: what the server said of the whole. */
  readonly failure: Failure | undefined;
  readonly onSubmit: (event: FormEvent) => Promise<void>;
  readonly children: ReactNode;
}

/** A few fields over one server action, below what the server said of them. */
export function ShortForm({ id, failure, onSubmit, children }: ShortFormProps) {
  return (
    <form
      // Sent before the script is there, what was typed is in no address.
      method="post"
      id={id}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void onSubmit(event)}
    >
      {failure && <FormFailure failure={failure} />}
      {children}
    </form>
  );
}
