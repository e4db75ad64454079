import type { Secret } from "@/lib/kernel/secret";

// What a destination says back: a message was sent, delivered, opened, bounced. It is told of people and messages; of
// which event it was the consequence is known only where the destination itself names it.

/** One thing that a destination reported. */
export interface Report {
  /** The destination's own id of it: a repetition has the same one. */
  readonly id: string;
  /** When it happened; null when it is not said. */
  readonly atMs: number | null;
  /** What it is about: an e-mail, a push, a person. Empty when it cannot be read. */
  readonly channel: string;
  readonly metric: string;
  /** Whom it concerns, by all identifiers that are named. */
  readonly people: readonly { readonly kind: string; readonly value: string }[];
  /** The message to one person that it tells of. */
  readonly messageId: string | null;
  /** What is named as the event that set the message off. */
  readonly eventRef: string | null;
  readonly subject: string | null;
  readonly recipient: string | null;
  /** Why it failed. */
  readonly reason: string | null;
  /** Where a link led. */
  readonly href: string | null;
  /** A program opened or clicked, not the person. */
  readonly byMachine: boolean;
}

export interface ReportRequest {
  header(name: string): string | undefined;
  readonly body: Uint8Array;
}

/** Why a report is not let in. */
export type ReportFault = "no_key" | "unsigned" | "forged" | "stale";

/** How what a destination says back is received, read and told. */
export interface ReportReader {
  /** The parameter that holds the key by which reports are signed. */
  readonly keyParameter: string;
  /** How it is set up, in the destination's words. */
  readonly steps: readonly string[];
  /** What it is called at the destination. */
  readonly name: string;
  /** `null` for a report that the destination signed, not too long ago. */
  check(request: ReportRequest, key: Secret | undefined, nowMs: number): ReportFault | null;
  /** Total: what cannot be read has an empty channel, and its digest for an id. Pure. */
  read(body: string): Report;
  words(report: Pick<Report, "channel" | "metric" | "byMachine">): ReportWords;
}

export interface ReportWords {
  readonly title: string;
  readonly tone: "positive" | "neutral" | "caution" | "danger";
}

/** One of a person's identifiers as reports are found by. Letters of an address have no case. Pure. */
export const reportKey = ({ kind, value }: { readonly kind: string; readonly value: string }) =>
  `${kind}:${kind === "email" ? value.toLowerCase() : value}`;
