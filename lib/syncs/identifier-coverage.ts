import type { Context } from "@/lib/verbs/context";

export interface IdentifierCoverage {
  /** Events looked at: the last 1,000 at most. */
  readonly total: number;
  readonly byKind: { readonly id: number; readonly email: number; readonly cio_id: number };
  readonly missing: number;
  readonly invalid: number;
}

/** How many of the last 1,000 events have the mapped identifier. */
export async function identifierCoverage(
  _ctx: Context,
  _input: {
    projectId: number;
    /** `user_id`, `device_id` or `gp:<user property>`. */
    identifier: string;
    identifierType?: "auto" | "id" | "email" | "cio_id" | undefined;
  },
): Promise<IdentifierCoverage> {
  throw new Error("not written yet");
}
