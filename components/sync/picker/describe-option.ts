import type { NameOption } from "./name-option";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "2 hours ago", from an ISO time and now in milliseconds. */
export function ago(iso: string, nowMs: number): string {
  const past = nowMs - Date.parse(iso);
  for (const [unit, ms] of UNITS) {
    const count = Math.floor(past / ms);
    if (count >= 1) return `${count.toLocaleString("en-US")} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}

/** The grey line under a name: "User property · string · seen 2 hours ago · e.g. pro". */
export function describeOption(option: NameOption, nowMs: number): string {
  const parts = [option.group, option.type];
  if (option.lastSeen !== undefined) parts.push(`seen ${ago(option.lastSeen, nowMs)}`);
  if (option.example !== undefined && option.example !== "") parts.push(`e.g. ${option.example}`);
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}
