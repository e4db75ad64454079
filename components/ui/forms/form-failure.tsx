import type { ReactNode } from "react";
import { Callout } from "@/components/ui/data/callout";

/** `errors.root` of react-hook-form: what the server said of the whole, its code as the type. */
export interface Failure {
  readonly type?: unknown;
  readonly message?: string;
}

interface FormFailureProps {
  readonly title?: string;
  readonly failure: Failure | undefined;
  readonly children?: ReactNode;
}

/** Why nothing was saved; where the session has ended, with a way back in that keeps the form. */
export function FormFailure({ title, failure, children }: FormFailureProps) {
  return (
    <Callout
      tone="danger"
      announce
      {...(title !== undefined && { title })}
      actions={
        failure?.type === "unauthenticated" && (
          <a
            href="/sign-in"
            target="_blank"
            rel="noreferrer"
            className="font-semibold text-link underline underline-offset-2"
          >
            Sign in in a new tab
          </a>
        )
      }
    >
      {failure?.message !== undefined && <p>{failure.message}</p>}
      {children}
    </Callout>
  );
}
