import { describe, expect, test } from "vitest";
import { evidenceOf } from "@/lib/engine/pipeline/transform/evidence";
import { everythingPlanner } from "@/lib/engine/pipeline/transform/plan";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { makeEvent } from "@/tests/support/make-event";

describe("a sync that streams everything", () => {
  test.each([
    ["event", "Song Played"],
    ["identify", "$identify"],
    ["group_identify", "$groupidentify"],
  ] as const)("plans an %s for sending, whatever it is", (kind, eventType) => {
    const plan = everythingPlanner.plan(makeEvent({ kind, eventType }));
    expect(plan).toMatchObject({ kind: "planned", row: null, identify: null, event: [] });
  });

  test("but what came from Amplitude is not sent back", () => {
    const plan = everythingPlanner.plan(makeEvent({ source: "amplitude_webhook" }));
    expect(plan).toMatchObject({ kind: "filtered", reason: "from_amplitude" });
  });

  test("asks for no property of the person: none is loaded for it", () => {
    expect(everythingPlanner.userPropertiesRead).toEqual([]);
  });

  test("has evidence of that plan, and no row that decided", () => {
    const settings = settingsSchema.parse({});
    expect(evidenceOf(makeEvent(), settings, [], everythingPlanner)).toMatchObject({
      plan: { kind: "planned" },
      rows: [],
    });
  });
});
