import { describe, expect, test } from "vitest";
import { CUSTOMER_IO } from "@/lib/destinations/customerio/definition";
import { checkSelection } from "@/lib/destinations/customerio/mappings";
import {
  configSchema,
  missingParameters,
  secretsSchema,
} from "@/lib/destinations/customerio/settings";
import { DESTINATIONS } from "@/lib/destinations/registry";
import { toDestinationType } from "@/lib/destinations/types";
import { isKnownProperty } from "@/lib/pipeline/transform/properties";

const messages = (input: object) =>
  configSchema
    .safeParse(input)
    .error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];

describe("the declaration", () => {
  test("is registered under its partner id", () => {
    expect(DESTINATIONS.get("customerio")).toBe(CUSTOMER_IO);
  });

  test("declares exactly the parameters that the schemas take", () => {
    const secret = CUSTOMER_IO.parameters.filter(({ writeOnly }) => writeOnly).map(({ id }) => id);
    const open = CUSTOMER_IO.parameters.filter(({ writeOnly }) => !writeOnly).map(({ id }) => id);
    expect(open).toEqual(Object.keys(configSchema.shape));
    expect(secret).toEqual(Object.keys(secretsSchema.shape));
  });

  test("defaults of the declaration are those of the schema", () => {
    const declared = CUSTOMER_IO.parameters.filter((one) => one.default !== null);
    const defaults = Object.fromEntries(declared.map((one) => [one.id, one.default]));
    expect(configSchema.parse({})).toEqual({ site_id: "", ...defaults });
  });

  test("every declared choice is accepted, and no other", () => {
    for (const { id, enumValues } of CUSTOMER_IO.parameters.filter(({ kind }) => kind === "enum")) {
      for (const { value } of enumValues) expect(messages({ [id]: value })).toEqual([]);
      expect(messages({ [id]: "other" })).toHaveLength(1);
    }
  });

  test("declared bounds are those of the schema", () => {
    for (const { id, min, max } of CUSTOMER_IO.parameters.filter(({ kind }) => kind === "number")) {
      expect(messages({ [id]: min })).toEqual([]);
      expect(messages({ [id]: max })).toEqual([]);
      expect(messages({ [id]: (min ?? 0) - 1 })).toHaveLength(1);
      expect(messages({ [id]: (max ?? 0) + 1 })).toHaveLength(1);
      expect(messages({ [id]: 1.5 })).toHaveLength(1);
    }
  });

  test("Customer.io User Identifier is required and User ID by default", () => {
    expect(CUSTOMER_IO.mappings).toMatchObject([
      {
        id: "identifier",
        label: "Customer.io User Identifier",
        required: true,
        default: { property: "user_id", label: "User ID" },
      },
    ]);
    expect(CUSTOMER_IO.mappings.every((mapping) => isKnownProperty(mapping.default.property))).toBe(
      true,
    );
  });

  test("as Amplitude's Developer API describes a destination type", () => {
    const type = toDestinationType(CUSTOMER_IO);
    expect(type).toMatchObject({
      partner: "customerio",
      display_name: "Customer.io",
      types: ["event", "identify"],
    });
    expect(type.parameters).toContainEqual({
      id: "api_key",
      label: "Tracking API Key",
      kind: "secret",
      required: true,
      description: expect.any(String),
      enum_values: [],
      write_only: true,
    });
    expect(type.parameters).toContainEqual(
      expect.objectContaining({
        id: "region",
        label: "Account Region",
        kind: "enum",
        enum_values: ["us", "eu"],
      }),
    );
    expect(Object.keys(type.parameters[0] ?? {})).toHaveLength(7);
  });
});

describe("parameters", () => {
  test("a sync that only has a name is whole enough to be saved, and says what enabling needs", () => {
    const config = configSchema.parse({});
    expect(missingParameters(config, {})).toEqual(["site_id", "api_key"]);
    const entered = configSchema.parse({ site_id: " abc123 " });
    expect(entered.site_id).toBe("abc123");
    expect(missingParameters(entered, { api_key: "k" })).toEqual([]);
  });

  test.each(["a:b", "a b", "a\nb", "é"])("a Site ID %j would break the credentials", (site_id) => {
    expect(messages({ site_id })).toHaveLength(1);
  });

  test.each(["", "a b", "a\nb"])("a Tracking API key %j is refused", (api_key) => {
    expect(secretsSchema.safeParse({ api_key }).success).toBe(false);
  });

  test("unknown parameters are refused, not swallowed", () => {
    expect(messages({ site: "x" })).toHaveLength(1);
  });
});

describe("selected properties", () => {
  test("Customer.io's own names cannot be selected as user properties", () => {
    const problems = checkSelection({
      userProperties: ["plan", "_timestamp"],
      eventProperties: ["_timestamp"],
    });
    expect(problems).toEqual([
      {
        severity: "error",
        field: "userProperties",
        property: "_timestamp",
        message: expect.stringContaining("unselect"),
      },
    ]);
  });

  test("names with an effect of their own are warned of", () => {
    const warned = checkSelection({
      userProperties: ["email", "id", "unsubscribed", "constructor"],
      eventProperties: ["recipient", "email"],
    });
    expect(warned.map(({ severity, field, property }) => [severity, field, property])).toEqual([
      ["warning", "userProperties", "email"],
      ["warning", "userProperties", "id"],
      ["warning", "userProperties", "unsubscribed"],
      ["warning", "eventProperties", "recipient"],
    ]);
  });
});
