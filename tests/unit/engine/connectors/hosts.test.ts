import { expect, test } from "vitest";
import { connectorUrls, hostMistakes } from "@/lib/engine/connectors/hosts";

const urls = (hostUrls: Record<string, string>, sandbox = false) =>
  connectorUrls({ hostUrls, sandbox, sandboxPort: 4000 })["customerio"];

test("a destination is called where it is, unless the sandbox runs", () => {
  expect(urls({})).toEqual({ us: "https://track.customer.io", eu: "https://track-eu.customer.io" });
  expect(urls({}, true)).toEqual({ us: "http://127.0.0.1:4000", eu: "http://127.0.0.1:4001" });
});

test("what the operator set leads, and loses a trailing slash", () => {
  const set = { CUSTOMERIO_US_URL: "https://r.example/", SOMEBODY_ELSES_US_URL: "redis://x" };
  expect(urls(set, true)).toEqual({ us: "https://r.example", eu: "http://127.0.0.1:4001" });
  expect(hostMistakes(set)).toEqual([]);
});

test.each(["track.customer.io", "ftp://x"])(
  "%s is no address: one line names the variable",
  (url) => {
    expect(hostMistakes({ CUSTOMERIO_EU_URL: url })).toEqual([
      "CUSTOMERIO_EU_URL must be an http:// or https:// address",
    ]);
    expect(() => urls({ CUSTOMERIO_EU_URL: url })).toThrow("CUSTOMERIO_EU_URL");
  },
);
