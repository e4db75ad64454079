import type { Identifier } from "./operation";

/** An identifier in words, for logs. */
export function nameOf(who: Identifier): string {
  return who.kind === "cio_id" ? `cio_${who.value}` : `${who.kind} ${who.value}`;
}
