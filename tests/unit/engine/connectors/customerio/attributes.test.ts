import { describe, expect, test } from "vitest";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import { applyOperations, parseOperations } from "@/lib/engine/pipeline/source/property-operations";
import type { Json } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { makeDestination, makeIdentify, ready } from "./make-destination";

// Customer.io refuses a whole identify for one bad attribute: each is made acceptable, or left out with a warning.

const SELECTED = [
  "id",
  "email",
  "created_at",
  "unsubscribed",
  "anonymous_id",
  "cio_subscription_preferences",
  "plan",
];

function sent(changes: { readonly [name: string]: Json }) {
  const destination = makeDestination({ userProperties: SELECTED });
  const { operations, warnings } = ready(destination.prepare(makeIdentify(changes)));
  const [operation] = operations;
  return { attributes: JSON.parse(operation.json).attributes, json: operation.json, warnings };
}

describe("what can be made acceptable is, and the rest goes with it", () => {
  test.each<[string, string, unknown]>([
    ["id", "4711", "4711"],
    ["id", "0", "0"],
    ["id", "9007199254740993", "9007199254740993"],
    ["id", "1e21", "1000000000000000000000"],
    ["id", '"u-1"', "u-1"],
    ["id", '" u 1 "', " u 1 "],
    ["email", '"ann@example.com"', "ann@example.com"],
    ["email", "null", null],
    ["created_at", '"2023-11-14T22:13:20Z"', 1_700_000_000],
    ["created_at", "1700000000123456789", 1_700_000_000],
    ["created_at", "null", null],
    ["unsubscribed", "true", true],
    ["unsubscribed", "false", false],
    ["anonymous_id", "12", "12"],
    ["cio_subscription_preferences", '{"topics":{"topic_1":true}}', { topics: { topic_1: true } }],
  ])("%s %s", (name, text, expected) => {
    const { attributes, warnings } = sent({ [name]: parseJson(text), plan: "gold" });
    expect(attributes).toEqual({ [name]: expected, plan: "gold" });
    expect(warnings).toEqual([]);
  });
});

describe("what cannot be is left out with a warning, and the rest goes", () => {
  test.each<[string, string]>([
    ["id", "null"],
    ["id", '""'],
    ["id", '" "'],
    ["id", "true"],
    ["id", "[1]"],
    ["id", '{"a":1}'],
    ["id", '"\\ud800"'],
    ["id", '"cio_0300"'],
    ["id", `"${"x".repeat(151)}"`],
    ["id", `${"7".repeat(128)}e30`],
    ["email", "true"],
    ["email", "4711"],
    ["email", '["a@b.de"]'],
    ["created_at", '"yesterday"'],
    ["created_at", "1e400"],
    ["created_at", "true"],
    ["unsubscribed", "null"],
    ["unsubscribed", '""'],
    ["anonymous_id", "null"],
    ["anonymous_id", '""'],
    ["cio_subscription_preferences", "true"],
  ])("%s %s", (name, text) => {
    const { attributes, warnings } = sent({ [name]: parseJson(text), plan: "gold" });
    expect(attributes).toEqual({ plan: "gold" });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`User property "${name}" left out: `);
  });
});

test("after $clearAll everything but the id and the subscription is cleared", () => {
  const operations = parseOperations({ $clearAll: "-" });
  if (operations === null) throw new Error("unreadable");
  const person = new PersonProperties({
    id: "u-1",
    email: "ann@example.com",
    plan: "gold",
    unsubscribed: true,
  });
  const { attributes, warnings } = sent(applyOperations(person, operations).changes);
  expect(attributes).toEqual({ email: null, plan: null });
  expect(warnings).toEqual([
    `User property "id" left out: Customer.io does not remove a person's id`,
    `User property "unsubscribed" left out: removing it would subscribe the person again`,
  ]);
});

test("the digits of a number arrive, in a v1 call too", () => {
  const { json } = sent({ plan: parseJson('[9007199254740993,{"a":0.1234567890123456789}]') });
  expect(json).toContain('"plan":[9007199254740993,{"a":0.1234567890123456789}]');
});
