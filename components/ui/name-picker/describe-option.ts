import { formatRelative } from "@/components/ui/text/format-time";
import type { NameOption } from "./name-option";

/** The grey line under a name: "User property · string · seen 2 h ago · e.g. pro". */
export function describeOption(option: NameOption, nowMs: number): string {
  const parts = [option.group, option.type];
  if (option.lastSeen !== undefined) {
    parts.push(`seen ${formatRelative(Date.parse(option.lastSeen), nowMs)}`);
  }
  if (option.example !== undefined && option.example !== "") parts.push(`e.g. ${option.example}`);
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}
