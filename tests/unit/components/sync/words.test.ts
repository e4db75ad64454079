import { describe, expect, test } from "vitest";
import { toDeliveryFilter, toSort, toView } from "@/components/sync/deliveries/delivery-filter";
import { errorList } from "@/components/sync/error-list";
import { describeChange } from "@/components/sync/field-change";
import { fieldText, fieldTitle } from "@/components/sync/field-titles";
import { describeRows } from "@/components/sync/filter/describe-rows";
import { coverageText, mergeWarning } from "@/components/sync/mappings/coverage-text";
import { CUSTOMER_IO } from "@/lib/engine/connectors/customerio/definition";

const clause = { property: "user_id", op: "is not" as const, values: ["(none)"] };

describe("the filter in words", () => {
  test("the closed panel counts events and filters", () => {
    expect(describeRows([])).toBe("No events selected: none will be sent");
    expect(describeRows([{ event: "a", where: [] }])).toBe("1 event");
    expect(describeRows([{ event: "_all", where: [] }])).toBe("All Events");
    const rows = ["a", "b", "c"].map((event, at) => ({ event, where: at < 2 ? [clause] : [] }));
    expect(describeRows(rows)).toBe("3 events, 2 filters");
  });

  test("the history says a row as it is read on screen", () => {
    const rows = [{ event: "_all", where: [clause] }];
    expect(fieldText(CUSTOMER_IO, "settings.eventRows", rows)).toBe(
      "A: All Events where User ID ≠ (none)",
    );
  });
});

describe("coverage of the identifier", () => {
  test("says how many have it, by kind, and how many would be discarded", () => {
    const coverage = {
      total: 1000,
      byKind: [
        { words: "by email", events: 940 },
        { words: "by id", events: 32 },
        { words: "by cio_id", events: 0 },
      ],
      nobodys: 0,
      missing: 28,
      invalid: 0,
      people: 40,
      values: 40,
    };
    expect(coverageText(coverage, "Customer.io")).toBe(
      "Of the last 1,000 events, 972 have this identifier: 940 by email, 32 by id; 28 have none and would be discarded.",
    );
    expect(coverageText({ ...coverage, nobodys: 20, missing: 8 }, "Customer.io")).toMatch(
      /; 20 have none and are sent as anonymous events; 8 have none and would be discarded\.$/,
    );
  });

  test("warns when people would become one", () => {
    const shared = {
      total: 9,
      byKind: [],
      nobodys: 0,
      missing: 0,
      invalid: 0,
      people: 40,
      values: 3,
    };
    expect(mergeWarning(shared, "Customer.io")).toContain("40 people with only 3 different values");
    expect(mergeWarning({ ...shared, values: 40 }, "Customer.io")).toBeNull();
  });

  test("says so while there are no events", () => {
    const none = { total: 0, byKind: [], nobodys: 0, missing: 0, invalid: 0, people: 0, values: 0 };
    expect(coverageText(none, "Customer.io")).toMatch(/^No events yet/);
  });
});

describe("changes in words", () => {
  test("fields have the labels of the form", () => {
    expect(fieldTitle(CUSTOMER_IO, "config.site_id")).toBe("Customer.io Site ID");
    expect(fieldTitle(CUSTOMER_IO, "secrets.api_key")).toBe("Tracking API Key");
    expect(fieldTitle(CUSTOMER_IO, "settings.eventRows.3.where.0.values")).toBe(
      "Select and filter events, row D, filter 1",
    );
  });

  test("options have the labels of the form", () => {
    expect(fieldText(CUSTOMER_IO, "config.delivery_mode", "single")).toBe("One request per event");
  });

  test("a list of names is told by what was added and removed", () => {
    expect(describeChange(CUSTOMER_IO, "settings.userProperties", ["a", "b"], ["b", "c"])).toEqual({
      from: "2 properties",
      to: "2 properties\nAdded: c\nRemoved: a",
    });
  });

  test("a long list is cut, and says by how much", () => {
    const names = Array.from({ length: 25 }, (_, index) => `p${index}`);
    expect(describeChange(CUSTOMER_IO, "settings.userProperties", [], names).to).toMatch(
      /and 5 more$/,
    );
  });

  test("every error is listed with its field's title", () => {
    const errors = { settings: { eventRows: [{ where: [{ values: { message: "Enter one" } }] }] } };
    expect(errorList(CUSTOMER_IO, errors)).toEqual([
      {
        path: "settings.eventRows.0.where.0.values",
        text: "Select and filter events, row A, filter 1: Enter one",
      },
    ]);
  });
});

describe("the filters in the URL", () => {
  const read = (params: Record<string, string>) => (name: string) => params[name];

  test("what makes no sense is left out", () => {
    const params = {
      outcome: "lost",
      from: "yesterday",
      to: "9e99",
      event: "",
      person: "x".repeat(1025),
      attempts: "many",
      view: "all",
      sort: "best",
    };
    expect(toDeliveryFilter(read(params))).toEqual({});
    expect(toView(read(params))).toBe("settled");
    expect(toSort(read(params), "oldest")).toBe("oldest");
  });

  test("a chosen time and a number of attempts are kept", () => {
    const params = {
      from: "2026-11-23T10:00:00Z",
      to: "2026-11-23T11:00:00Z",
      outcome: "expired",
      attempts: "2+",
    };
    expect(toDeliveryFilter(read(params))).toEqual({
      outcome: "expired",
      attempts: "2+",
      since: new Date(params.from),
      until: new Date(params.to),
    });
  });
});
