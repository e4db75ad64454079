import { describe, expect, test } from "vitest";
import { CUSTOMER_IO_URLS, regionOf } from "@/lib/engine/connectors/customerio/base-urls";
import { addressOf } from "@/lib/engine/connectors/http/call";

describe("the hosts that get credentials", () => {
  test.each([
    ["https://track.customer.io/api/v2/batch", "us"],
    ["https://track-eu.customer.io/", "eu"],
    ["http://track.customer.io/", null],
    ["https://track.customer.io:8443/", null],
    ["https://customer.io/", null],
    ["https://track.customer.io.evil.invalid/", null],
    ["https://track.customer.io@evil.invalid/", null],
  ])("%s is %s", (url, region) => {
    for (const own of ["us", "eu"] as const) {
      expect(regionOf(new URL(url), own, CUSTOMER_IO_URLS)).toBe(region);
    }
  });

  test("both regions behind one relay are told apart by their paths", () => {
    const relay = { us: "http://relay:1/cio", eu: "http://relay:1/cio/eu" };
    expect(regionOf(new URL("http://relay:1/cio/eu/api"), "us", relay)).toBe("eu");
    expect(regionOf(new URL("http://relay:1/cio/api"), "us", relay)).toBe("us");
    expect(regionOf(new URL("http://relay:1/cio/api"), "eu", relay)).toBe("us");
    expect(regionOf(new URL("http://relay:1/cio/eu/api"), "eu", relay)).toBe("eu");
    expect(regionOf(new URL("http://relay:1/ciox/api"), "us", relay)).toBeNull();
  });

  test("one address for both regions is always one's own", () => {
    const same = { us: "http://sandbox:1", eu: "http://sandbox:1" };
    expect(regionOf(new URL("http://sandbox:1/x"), "us", same)).toBe("us");
    expect(regionOf(new URL("http://sandbox:1/x"), "eu", same)).toBe("eu");
  });

  test("an API path lies below the base's path, with one slash between", () => {
    expect(addressOf("https://h.example/relay//", "/api")).toEqual({
      origin: "https://h.example",
      path: "/relay/api",
    });
  });
});
