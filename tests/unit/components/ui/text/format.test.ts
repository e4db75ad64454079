import { expect, test } from "vitest";
import { formatRate } from "@/components/ui/text/format-number";
import { formatLocal, formatZoned } from "@/components/ui/text/format-time";

test("rates have as many digits as their neighbours, and never round up to 100", () => {
  expect([0, 0.976, 0.9771, 0.99999, 1].map(formatRate)).toEqual([
    "0%",
    "97.60%",
    "97.71%",
    "99.99%",
    "100%",
  ]);
});

test("a time says its year when it is another one, and its zone in full", () => {
  expect(formatLocal(Date.now())).not.toContain(String(new Date().getFullYear()));
  expect(formatLocal(Date.UTC(2019, 5, 15))).toContain("2019");
  expect(formatZoned(Date.UTC(2019, 5, 15))).toMatch(/2019.*(UTC|GMT|[A-Z]{3,4})/);
});
