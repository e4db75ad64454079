import type { ReportFault } from "@/lib/engine/connectors/report";

/** Why reports were not let in, and what to do. */
const WORDS: Readonly<Record<ReportFault, string>> = {
  no_key: "No signing key is entered here, so nothing can be checked: enter it in the settings.",
  unsigned: "They are not signed.",
  forged: "They are not signed with the key that is entered here: copy it anew.",
  stale: "They were signed more than eight days ago.",
};

/** A reason of a newer version is told as it is stored. Pure. */
export const refusedWords = (reason: string): string =>
  Object.entries(WORDS).find(([fault]) => fault === reason)?.[1] ?? reason;
