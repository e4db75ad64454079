import { describe, expect, test } from "vitest";
import {
  eventPropertyOption,
  filterProperties,
  toNames,
  userPropertyOption,
} from "@/components/sync/name-options";
import {
  type NameOption,
  searchNames,
  withTyped,
  withUnseen,
} from "@/components/ui/name-picker/name-option";
import { CUSTOMER_IO } from "@/lib/engine/connectors/customerio/definition";

const option = (label: string): NameOption => ({ id: label, label });
const labels = (options: readonly NameOption[]) => options.map(({ label }) => label);
const seen = new Date("2026-11-23T10:00:00Z");

describe("searching names", () => {
  const names = ["total price", "Price", "price paid", "plan"].map(option);

  test("the exact name comes first, then names that begin with the text, case ignored", () => {
    expect(labels(searchNames(names, " price "))).toEqual(["Price", "price paid", "total price"]);
  });

  test("an empty search shows every name in its order", () => {
    expect(searchNames(names, "  ")).toBe(names);
  });

  test("a typed name that is not known is offered last, a known one is not offered twice", () => {
    const toNew = (typed: string) => [option(typed)];
    expect(labels(withTyped([option("plan")], "pla", toNew))).toEqual(["plan", "Add “pla”"]);
    expect(labels(withTyped([option("plan")], "plan", toNew))).toEqual(["plan"]);
    expect(labels(withTyped([option("plan")], "plan ", toNew))).toEqual(["plan", "Add “plan ”"]);
  });

  test("a chosen name that the project has not seen stays in the list", () => {
    expect(labels(withUnseen([option("plan")], ["plan", "old"], option))).toEqual(["old", "plan"]);
  });
});

describe("the names of a project", () => {
  const names = toNames(
    CUSTOMER_IO,
    [
      { name: "$identify", firstSeen: seen, lastSeen: seen },
      { name: "Purchase", firstSeen: seen, lastSeen: seen },
    ],
    [
      {
        scope: "event",
        name: "recipient",
        type: "string",
        example: "a",
        firstSeen: seen,
        lastSeen: seen,
      },
      {
        scope: "user",
        name: "cio_id",
        type: "string",
        example: "b",
        firstSeen: seen,
        lastSeen: seen,
      },
    ],
  );

  test("All Events comes first and identify calls are no events", () => {
    expect(labels(names.events)).toEqual(["All Events", "Purchase"]);
  });

  test("reserved user properties cannot be chosen, special event properties carry a warning", () => {
    expect(names.userProperties[0]?.caution?.kind).toBe("reserved");
    expect(names.eventProperties[0]?.caution?.kind).toBe("warned");
    expect(userPropertyOption(CUSTOMER_IO, "plan").caution).toBeUndefined();
    expect(eventPropertyOption(CUSTOMER_IO, "constructor").caution).toBeUndefined();
  });

  test("filters refer to a property by its scope", () => {
    const ids = filterProperties(names).map(({ id }) => id);
    expect(ids).toContain("user_id");
    expect(ids).toContain("ep:recipient");
    expect(ids).toContain("gp:cio_id");
    expect(ids.indexOf("gp:cio_id")).toBeLessThan(ids.indexOf("user_id"));
  });
});
