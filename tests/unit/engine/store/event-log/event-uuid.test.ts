import { expect, test } from "vitest";
import { eventUuid } from "@/lib/engine/store/event-log/event-uuid";

test("begins with the time, is of version 7, and no other has it", () => {
  const uuid = eventUuid(0x0192_2ed4_00ab);
  expect(uuid).toMatch(/^01922ed4-00ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(eventUuid(0)).toMatch(/^00000000-0000-7/);
  expect(new Set(Array.from({ length: 1000 }, () => eventUuid(1))).size).toBe(1000);
});
