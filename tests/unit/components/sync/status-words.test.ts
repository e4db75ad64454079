import { describe, expect, test } from "vitest";
import { conditionWords } from "@/components/sync/header/condition-words";
import { otherRegion } from "@/components/sync/header/other-region";
import { errorsInWords } from "@/components/sync/history/errors-in-words";
import { startingText, stoppingText } from "@/components/sync/settings/status-text";
import { CUSTOMER_IO } from "@/lib/engine/connectors/customerio/definition";

describe("a sync that does not do well", () => {
  const problem = { reason: "", message: "", advice: "", action: null, since: null };

  test("is named with its reason within one sentence, whose beginning may be a name", () => {
    const words = (title: string) =>
      conditionWords({ state: "down", problem: { ...problem, title } }, "Customer.io");
    expect(words("No answer in time")).toBe("Down: no answer in time");
    expect(words("Customer.io unreachable")).toBe("Down: Customer.io unreachable");
    expect(conditionWords({ state: "enabled", problem: null }, "Customer.io")).toBe("Enabled");
  });

  test("in the wrong region leads to a switch to the other one", () => {
    expect(otherRegion(CUSTOMER_IO, { region: "us" })).toEqual({
      edit: "region:eu",
      label: "Switch to EU",
    });
    expect(otherRegion(CUSTOMER_IO, { region: "eu" })?.edit).toBe("region:us");
  });
});

describe("turning a sync on and off", () => {
  test("enabling sends from now on unless what was missed is asked for", () => {
    expect(startingText(null, false)).toMatch(/What arrived before is not\.$/);
    expect(startingText({ parked: 0, missed: 3 }, true)).toMatch(/goes on where it stopped/);
  });

  test("what waits for a retry is counted both ways", () => {
    expect(startingText({ parked: 1, missed: 0 }, false)).toMatch(/1 event waits for a retry/);
    expect(stoppingText({ parked: 1200, missed: null })).toMatch(/1,200 events wait for a retry/);
  });

  test("disabling says that what waits is kept, also before it is counted", () => {
    expect(stoppingText(null)).toMatch(/is kept, and goes on when you enable the sync again/);
  });
});

test("a refused restore names the fields by their titles, or says why when no field is to blame", () => {
  const refused = { ok: false, code: "invalid_input", message: "Not valid" } as const;
  const fieldErrors = [
    { field: "patch.secrets.api_key", message: "Enter it", code: "missing" },
  ] as const;
  expect(errorsInWords(CUSTOMER_IO, { ...refused, fieldErrors })).toBe(
    "Tracking API Key: Enter it",
  );
  expect(errorsInWords(CUSTOMER_IO, { ...refused, fieldErrors: [] })).toBe("Not valid");
});
