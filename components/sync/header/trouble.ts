import type { SyncStatus } from "@/lib/syncs/sync-status";

export interface Trouble {
  /** A few words for the status pill. */
  readonly short: string;
  /** What to do, or that nothing has to be done. */
  readonly advice: string;
  /** The Settings tab's `?edit=` that does it, and what the link says. */
  readonly link: { readonly edit: string; readonly label: string } | null;
}

const OTHER_REGION: Readonly<Record<string, string>> = { us: "eu", eu: "us" };
const BY_ITSELF = "Nothing has to be done: the sync tries again by itself and goes on in order.";

/** What is wrong with a degraded sync in words, and what a person can do about it. Pure. */
export function troubleOf(
  { reason }: Pick<NonNullable<SyncStatus["problem"]>, "reason">,
  region: unknown,
): Trouble {
  const other = OTHER_REGION[String(region)] ?? "eu";
  switch (reason) {
    case "credentials_refused":
      return {
        short: "credentials refused",
        advice: "Enter a Site ID and Tracking API Key that Customer.io takes.",
        link: { edit: "1", label: "Edit credentials" },
      };
    case "wrong_region":
      return {
        short: "wrong region",
        advice: "Choose the account region in which the workspace lives.",
        link: { edit: other, label: `Switch to ${other.toUpperCase()}` },
      };
    case "misconfigured":
      return {
        short: "misconfigured",
        advice: "Check the Site ID and the account region.",
        link: { edit: "1", label: "Edit settings" },
      };
    case "throttled":
      return {
        short: "throttled",
        advice: `${BY_ITSELF} If it stays like this, lower Requests per second under Advanced.`,
        link: { edit: "1", label: "Edit settings" },
      };
    default:
      return { short: SHORT.get(reason) ?? "not delivering", advice: BY_ITSELF, link: null };
  }
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["server_error", "error in Customer.io"],
  ["timeout", "no answer in time"],
  ["unreachable", "Customer.io unreachable"],
]);
