import { expect, test } from "vitest";
import { provesApplied } from "@/lib/admin/reports/report-view";
import type { Offset } from "@/lib/kernel/brand";

const event = { offset: 3 as Offset, uuid: "u", eventType: "Purchase" };

test.each([
  ["a report that names the event proves it", { destination: "Customer.io", event }, true],
  ["one that names no event of ours does not", { destination: "Customer.io", event: null }, false],
  [
    "nor one that names another",
    { destination: "Customer.io", event: { ...event, offset: 4 as Offset } },
    false,
  ],
  ["nor one of another destination", { destination: "Elsewhere", event }, false],
])("%s", (_, report, proves) => {
  expect(provesApplied([report], "Customer.io", 3)).toBe(proves);
});
