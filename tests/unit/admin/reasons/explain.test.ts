import { describe, expect, test } from "vitest";
import { explainFate, explainTrouble, reasonTitle } from "@/lib/admin/reasons/explain";
import { fateStatuses } from "@/lib/admin/reasons/fate-status";
import { reasonsPage } from "@/tests/support/reasons-page";

describe("the catalogue of reasons", () => {
  test("docs/reasons.md is what the code says", async () => {
    await expect(reasonsPage()).toMatchFileSnapshot("../../../../docs/reasons.md");
  });

  test("names the destination as its connector does", () => {
    expect(reasonTitle("refused", "Echo")).toBe("Refused by Echo");
    expect(explainTrouble("unreachable", "Echo").title).toBe("Echo unreachable");
  });

  test("the same reason is advised otherwise when its attempts are over", () => {
    const waiting = explainFate("waiting", "server_error", "Echo");
    const expired = explainFate("expired", "server_error", "Echo");
    expect(expired.means).toBe(waiting.means);
    expect([waiting.action, expired.action]).toEqual(["try_now", "redeliver"]);
  });

  test("what the log gave up cannot be redelivered", () => {
    expect(explainFate("expired", "retention", "Echo").action).toBeNull();
  });

  test("an event that waits because its destination is unwell says so", () => {
    expect(explainFate("waiting", "credentials_refused", "Echo").action).toBe("edit_credentials");
  });

  test("a reason of a newer version is shown as it is stored", () => {
    expect(reasonTitle("moon_phase", "Echo")).toBe("moon_phase");
    expect(explainFate("discarded", "moon_phase", "Echo")).toEqual({
      ...fateStatuses("Echo").discarded,
      title: "moon_phase",
    });
  });

  test("a status without a reason explains itself", () => {
    expect(explainFate("delivered", "", "Echo").title).toBe("Accepted by Echo");
    expect(explainFate("not_streamed", null, "Echo").means).toMatch(/not enabled/);
  });
});
