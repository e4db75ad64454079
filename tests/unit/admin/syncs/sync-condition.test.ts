import { describe, expect, test } from "vitest";
import { conditionOf } from "@/lib/admin/syncs/sync-condition";
import type { TroubleSigns } from "@/lib/engine/store/trouble-signs";
import type { SyncId } from "@/lib/kernel/brand";

const WELL: TroubleSigns = {
  sync_id: 1 as SyncId,
  breaker_reason: null,
  breaker_message: null,
  breaker_since_ms: null,
  saved_lately: false,
  delivered: 1_000,
  lost: 0,
  lost_reason: null,
  lost_most: 0,
  retrying: 0,
  retrying_reason: null,
  retrying_most: 0,
};
const FACTS = { enabled: true, destination: "Echo", throttled: null };
const stateWith = (signs: Partial<TroubleSigns>) =>
  conditionOf({ ...FACTS, signs: { ...WELL, ...signs } }).state;

describe("how a sync does", () => {
  test("is well with nothing wrong, and before it ever ran", () => {
    expect(stateWith({})).toBe("enabled");
    expect(conditionOf({ ...FACTS, signs: undefined }).state).toBe("enabled");
  });

  test("an open breaker is down, and paused where somebody has to mend something here", () => {
    const open = (reason: string) =>
      stateWith({ breaker_reason: reason, breaker_message: "m", breaker_since_ms: 0, lost: 500 });
    expect(["unreachable", "server_error", "timeout", "throttled"].map(open)).toEqual(
      Array(4).fill("down"),
    );
    expect(["credentials_refused", "wrong_region", "misconfigured"].map(open)).toEqual(
      Array(3).fill("paused"),
    );
  });

  test("is failing from five events and more than one in twenty on", () => {
    const lost = (count: number, delivered: number) =>
      stateWith({ lost: count, delivered, lost_reason: "refused", lost_most: count });
    expect([lost(4, 0), lost(5, 0), lost(5, 95), lost(6, 95)]).toEqual([
      "enabled",
      "failing",
      "enabled",
      "failing",
    ]);
  });

  test("is degraded when as much waits, and failing leads", () => {
    const waits = { retrying: 60, retrying_reason: "timeout", retrying_most: 60 };
    expect(stateWith(waits)).toBe("degraded");
    const fails = { lost: 100, lost_reason: "refused", lost_most: 100 };
    expect(stateWith({ ...waits, ...fails })).toBe("failing");
  });

  test("is degraded while throttling has brought its rate down to a quarter", () => {
    expect(
      [
        { rate: 24, allowed: 100 },
        { rate: 26, allowed: 100 },
      ].map((throttled) => conditionOf({ ...FACTS, throttled, signs: WELL }).state),
    ).toEqual(["degraded", "enabled"]);
  });

  test("says nothing of a disabled one, and what cannot be read is paused", () => {
    const signs = { ...WELL, breaker_reason: "timeout", breaker_message: "", breaker_since_ms: 0 };
    expect(conditionOf({ ...FACTS, enabled: false, signs })).toEqual({
      state: "disabled",
      problem: null,
    });
    const unreadable = { message: "cannot be read", since: new Date(0) };
    expect(conditionOf({ ...FACTS, signs, unreadable })).toMatchObject({
      state: "paused",
      problem: { reason: "misconfigured", message: "cannot be read" },
    });
  });
});
