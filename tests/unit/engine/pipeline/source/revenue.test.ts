import { expect, test } from "vitest";
import { eventPropertiesIn } from "@/lib/engine/pipeline/source/revenue";

test.each([
  ["price × quantity wins", { price: 4.99, quantity: 2, revenue: 5 }, 9.98],
  ["without quantity the revenue that was sent", { price: 4.99, revenue: 5 }, 5],
  ["without revenue one piece", { price: 4.99 }, 4.99],
  ["revenue alone", { revenue: 5 }, 5],
  ["numbers in text", { price: "4.99", quantity: "3" }, 14.97],
  ["decimals are not binary fractions", { price: 0.1, quantity: 3 }, 0.3],
  ["a return", { price: -4.5, quantity: 2 }, -9],
  ["nothing is free", { price: 0, quantity: 5 }, 0],
])("revenue: %s", (_name, payload, expected) => {
  expect(eventPropertiesIn(payload)).toMatchObject({ $revenue: expected });
});

test("the fields of a purchase become the properties that the SDKs' revenue events have", () => {
  const purchase = {
    productId: "sku-1",
    price: 2,
    quantity: 3,
    revenueType: "in",
    currency: "EUR",
  };
  expect(eventPropertiesIn({ ...purchase, event_properties: { color: "red" } })).toEqual({
    $productId: "sku-1",
    $price: 2,
    $quantity: 3,
    $revenueType: "in",
    $currency: "EUR",
    $revenue: 6,
    color: "red",
  });
});

test("what was sent by these names stays", () => {
  const event_properties = { $revenue: 1, $price: 1 };
  expect(eventPropertiesIn({ price: 2, quantity: 3, event_properties })).toMatchObject({
    $revenue: 1,
    $price: 1,
    $quantity: 3,
  });
});

test.each([{ event_type: "x" }, { quantity: 2, currency: "EUR" }, { price: null }])(
  "%j is no purchase: what was sent, and nothing else",
  (payload) => {
    const event_properties = { color: "red" };
    expect(eventPropertiesIn({ ...payload, event_properties })).toBe(event_properties);
    expect(eventPropertiesIn(payload)).toEqual({});
  },
);
