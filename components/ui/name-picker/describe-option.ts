import { formatRelative } from "@/components/ui/text/format-time";
import type { NameOption } from "./name-option";

const MINUTE_MS = 60_000;

/** When a name was seen last is noted once a minute: nothing finer is said. */
const seenText = (ms: number, nowMs: number): string =>
  nowMs - ms < 2 * MINUTE_MS ? "seen in the last 2 min" : `seen ${formatRelative(ms, nowMs)}`;

/** The grey line under a name: "User property · string · seen 2 h ago · e.g. pro". */
export function describeOption(option: NameOption, nowMs: number): string {
  const parts = [option.group, option.type];
  if (option.lastSeen !== undefined) {
    parts.push(seenText(Date.parse(option.lastSeen), nowMs));
  }
  if (option.example !== undefined && option.example !== "") parts.push(`e.g. ${option.example}`);
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}
