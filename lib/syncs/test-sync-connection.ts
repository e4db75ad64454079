import type { Context } from "@/lib/verbs/context";

export interface ConnectionResult {
  readonly kind: "connected" | "wrong_region" | "refused" | "unreachable" | "incomplete";
  /** One sentence for people. */
  readonly message: string;
  /** When connected: the region the credentials belong to; for `wrong_region` the one to switch to. */
  readonly region: "us" | "eu" | null;
  /** As Customer.io names it; null when it did not say. */
  readonly workspace: string | null;
}

/** Asks Customer.io about the stored credentials, overlaid with what the form holds unsaved. */
export async function testSyncConnection(
  _ctx: Context,
  _input: {
    id: number;
    projectId?: number | undefined;
    config?: Readonly<Record<string, unknown>> | undefined;
    secrets?: Readonly<Record<string, string>> | undefined;
  },
): Promise<ConnectionResult> {
  throw new Error("not written yet");
}
