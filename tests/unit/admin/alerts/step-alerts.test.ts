import { expect, test } from "vitest";
import type { AlertLevel } from "@/lib/admin/alerts/alert-kind";
import type { Finding } from "@/lib/admin/alerts/find-alerts";
import { type OpenAlert, stepAlerts } from "@/lib/admin/alerts/step-alerts";
import type { SyncId } from "@/lib/kernel/brand";

const words = (message: string) => ({ title: "Marketing", message, advice: "Mend it.", path: "/" });

const finding = (level: Finding["level"]): Finding => ({
  kind: "down",
  syncId: 7 as SyncId,
  level,
  words: words("now"),
});

const opened = (level: AlertLevel, betterSinceMs: number | null = null): OpenAlert => ({
  id: 1,
  kind: "down",
  syncId: 7 as SyncId,
  level,
  openedMs: 0,
  betterSinceMs,
  words: words("then"),
});

const NOW = 1_000_000;
const over = () => "It was switched off.";
const step = (open: readonly OpenAlert[], findings: readonly Finding[]) =>
  stepAlerts(open, findings, over, NOW).map(({ from, to, betterSinceMs, words: { message } }) => ({
    from,
    to,
    betterSinceMs,
    message,
  }));

test.each([
  ["begins", [], "warning", [{ from: null, to: "warning", betterSinceMs: null, message: "now" }]],
  ["nothing there, nothing begins", [], null, []],
  ["not known, nothing begins", [], "unknown", []],
  [
    "gets worse at once",
    [opened("warning")],
    "critical",
    [{ from: "warning", to: "critical", betterSinceMs: null, message: "now" }],
  ],
  [
    "stays, with the figures of now",
    [opened("warning")],
    "warning",
    [{ from: "warning", to: "warning", betterSinceMs: null, message: "now" }],
  ],
  ["not known, it stays as it was", [opened("warning")], "unknown", []],
  [
    "gets better: not yet",
    [opened("critical")],
    null,
    [{ from: "critical", to: "critical", betterSinceMs: NOW, message: "then" }],
  ],
  [
    "better for 59 s: not yet",
    [opened("critical", NOW - 59_000)],
    null,
    [{ from: "critical", to: "critical", betterSinceMs: NOW - 59_000, message: "then" }],
  ],
  [
    "better for a minute: over",
    [opened("critical", NOW - 60_000)],
    null,
    [{ from: "critical", to: null, betterSinceMs: null, message: "now" }],
  ],
  [
    "less bad for a minute",
    [opened("critical", NOW - 60_000)],
    "warning",
    [{ from: "critical", to: "warning", betterSinceMs: null, message: "now" }],
  ],
  [
    "was better, is as bad again",
    [opened("critical", NOW - 59_000)],
    "critical",
    [{ from: "critical", to: "critical", betterSinceMs: null, message: "now" }],
  ],
] as const)("%s", (_, open, level, expected) => {
  expect(step(open, [finding(level)])).toEqual(expected);
});

test("what is looked for no more is over at once, and says why", () => {
  expect(step([opened("warning")], [])).toEqual([
    { from: "warning", to: null, betterSinceMs: null, message: "It was switched off." },
  ]);
});
