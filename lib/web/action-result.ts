import type { Sync } from "@/lib/admin/syncs/sync";
import type { FieldError } from "@/lib/kernel/errors";

/** What a server action answers. On failure nothing was changed and the form keeps its input. */
export type ActionResult<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      /** `field` is the dotted path of the input, as react-hook-form names it. */
      readonly fieldErrors: readonly FieldError[];
      /** With `version_mismatch`: the sync as somebody else saved it. */
      readonly current?: Sync;
    };
