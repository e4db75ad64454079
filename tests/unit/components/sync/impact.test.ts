import { describe, expect, test } from "vitest";
import { changesWhatIsSent } from "@/components/sync/impact/changes-what-is-sent";
import {
  changeWords,
  newPeopleWords,
  nothingSentWords,
  paceWords,
} from "@/components/sync/impact/impact-words";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { Impact } from "@/lib/admin/syncs/test/draft-impact";

const impact: Impact = {
  read: 1_000,
  since: new Date("2026-01-01T00:00:00Z"),
  until: new Date("2026-01-01T12:00:00Z"),
  sentBefore: 1_000,
  sentAfter: 959,
  newlySent: 0,
  noLongerSent: 41,
  payloadChanged: 2,
  newlyDiscarded: { missing_identifier: 40, event_name_too_long: 1 },
  newPeople: 1,
  examples: [],
};

describe("which saves are looked at first", () => {
  const live = { enabled: true } as Sync;

  test("those that may change what a live sync sends", () => {
    expect(changesWhatIsSent(live, { settings: { sendUsers: true } })).toBe(true);
    expect(changesWhatIsSent(live, { config: { region: "eu" }, settings: {} })).toBe(true);
  });

  test("not those of a sync that is off, or goes off, and no others", () => {
    const settings = { sendUsers: true };
    expect(changesWhatIsSent({ ...live, enabled: false }, { enabled: true, settings })).toBe(false);
    expect(changesWhatIsSent(live, { enabled: false, settings })).toBe(false);
    expect(changesWhatIsSent(live, { name: "b", secrets: { k: "1" }, settings: {} })).toBe(false);
  });
});

describe("an impact in words", () => {
  test("each change with its number, the discarded by reason", () => {
    expect(changeWords(impact, "no_longer_sent", "Customer.io")).toEqual({
      count: 41,
      text: "41 no longer sent",
    });
    expect(changeWords(impact, "newly_discarded", "Customer.io")).toMatchObject({
      count: 41,
      text: expect.stringMatching(/^41 discarded \(40: .+; 1: .+\)$/),
    });
    expect(changeWords(impact, "payload_changed", "Customer.io").text).toBe(
      "2 sent with other contents",
    );
  });

  test("the pace of a day, from ten minutes on", () => {
    expect(paceWords(impact)).toBe(
      "Sent: 1,000 of them before, 959 after. At their pace 1,918 a day instead of 2,000.",
    );
    const short = { ...impact, until: new Date("2026-01-01T00:09:00Z") };
    expect(paceWords(short)).toBe("Sent: 1,000 of them before, 959 after.");
  });

  test("people who are new there", () => {
    expect(newPeopleWords(impact, "Customer.io")).toContain("1 person is new to Customer.io");
    expect(newPeopleWords({ ...impact, newPeople: 0 }, "Customer.io")).toBeNull();
  });

  test("a sync that would send nothing, where something has arrived", () => {
    expect(nothingSentWords(impact)).toBeNull();
    expect(nothingSentWords({ ...impact, sentAfter: 0 })).toContain("1,000 events");
    expect(nothingSentWords({ ...impact, read: 0, sentAfter: 0 })).toBeNull();
  });
});
