import { createHmac } from "node:crypto";
import { sameText } from "@/lib/platform/crypto/same-text";

/** 60 bits, in letters and digits that nobody confuses (Crockford's base 32). */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 3;
const GROUP_LETTERS = 4;

/**
 * The code that `npm start` prints and the first run asks for: only who can read the program's own output can make the
 * first account. The same for every process of an installation, so it is stored nowhere. Pure.
 */
export function setupCode(authSecret: string): string {
  const bytes = createHmac("sha256", authSecret).update("tributary setup code").digest();
  const letters = Array.from(
    { length: GROUPS * GROUP_LETTERS },
    (_, index) => LETTERS[(bytes[index] ?? 0) % LETTERS.length],
  ).join("");
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LETTERS, (group + 1) * GROUP_LETTERS),
  ).join("-");
}

/** Whether it is the code, however it was typed: small letters, spaces and dashes do not matter. Pure. */
export const isSetupCode = (typed: string, authSecret: string): boolean =>
  sameText(bare(typed), bare(setupCode(authSecret)));

const bare = (code: string) => code.toUpperCase().replace(/[^0-9A-Z]/g, "");
