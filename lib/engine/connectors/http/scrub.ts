import type { OperationVerdict, Verdict } from "@/lib/engine/pipeline/ports";

// What the far end says is kept for people to read, so it MUST be free of credentials, short, and storable as text.

const KEPT_CHARACTERS = 500;

export type Scrub = (text: string) => string;

/** Takes the secrets (plain, URL-encoded, without base64's padding) out of a text, then keeps 500 characters. Pure. */
export function makeScrub(secrets: readonly string[]): Scrub {
  const forms = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), secret.replace(/=+$/, "")])
    .filter((form) => form !== "")
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const form of forms) clean = clean.replaceAll(form, "[redacted]");
    // PostgreSQL stores no NUL; a cut must not leave half a character.
    return clean.replaceAll("\0", "").slice(0, KEPT_CHARACTERS).toWellFormed();
  };
}

/** The verdict with every text in it scrubbed. */
export function scrubVerdict(verdict: Verdict, scrub: Scrub): Verdict {
  if (verdict.kind !== "settled") return { ...verdict, message: scrub(verdict.message) };
  return { kind: "settled", operations: verdict.operations.map((one) => scrubOne(one, scrub)) };
}

function scrubOne(verdict: OperationVerdict, scrub: Scrub): OperationVerdict {
  if (verdict.kind === "throttled") return { ...verdict, message: scrub(verdict.message) };
  if (verdict.kind !== "refused") return verdict;
  const field = verdict.field === null ? null : scrub(verdict.field);
  return { kind: "refused", message: scrub(verdict.message), field };
}
