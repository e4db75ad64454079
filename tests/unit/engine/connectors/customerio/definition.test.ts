import { describe, expect, test } from "vitest";
import { customerio } from "@/lib/engine/connectors/customerio/connector";
import { CUSTOMER_IO } from "@/lib/engine/connectors/customerio/definition";
import { readConfig } from "@/lib/engine/connectors/customerio/parameters";
import { toDestinationType } from "@/lib/engine/connectors/destination-type";
import {
  configSchemaOf,
  isSecret,
  missingParameters,
  secretsSchemaOf,
} from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { checkSelection } from "@/lib/engine/connectors/selection";
import { isKnownProperty } from "@/lib/engine/pipeline/transform/properties";

const configSchema = configSchemaOf(CUSTOMER_IO.parameters);
const secretsSchema = secretsSchemaOf(CUSTOMER_IO.parameters);

const messages = (input: object) =>
  configSchema
    .safeParse(input)
    .error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];

describe("the declaration", () => {
  test("is registered under its partner id", () => {
    expect(connectorOf("customerio")).toBe(customerio);
  });

  test("an empty config has the declared defaults, and says nothing of secrets", () => {
    const open = CUSTOMER_IO.parameters.filter((parameter) => !isSecret(parameter));
    expect(Object.keys(readConfig({}))).toEqual(open.map(({ id }) => id));
    expect(readConfig({})).toEqual({
      site_id: "",
      region: "us",
      delivery_mode: "batch",
      identifier_type: "auto",
      without_identifier: "discard",
      requests_per_second: 100,
    });
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
    const missing = (config: object, secretsSet: readonly string[]) =>
      missingParameters(CUSTOMER_IO.parameters, readConfig({ ...config }), secretsSet);
    expect(missing({}, []).map(({ id }) => id)).toEqual(["site_id", "api_key"]);
    expect(readConfig({ site_id: " abc123 " }).site_id).toBe("abc123");
    expect(missing({ site_id: "abc123" }, ["api_key"])).toEqual([]);
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
    const problems = checkSelection(CUSTOMER_IO, {
      userProperties: ["plan", "_timestamp"],
      eventProperties: ["_timestamp"],
    });
    expect(problems).toEqual([
      {
        severity: "error",
        field: "userProperties",
        message: expect.stringContaining("unselect"),
      },
    ]);
  });

  test("names with an effect of their own are warned of", () => {
    const warned = checkSelection(CUSTOMER_IO, {
      userProperties: ["email", "id", "unsubscribed", "constructor"],
      eventProperties: ["recipient", "email"],
    });
    const named = warned.map(({ severity, field, message }) => [
      severity,
      field,
      message.split('"')[1],
    ]);
    expect(named).toEqual([
      ["warning", "userProperties", "email"],
      ["warning", "userProperties", "id"],
      ["warning", "userProperties", "unsubscribed"],
      ["warning", "eventProperties", "recipient"],
    ]);
  });

  test("more user properties than Customer.io takes are refused", () => {
    const names = Array.from({ length: 301 }, (_, index) => `p${index}`);
    const check = (userProperties: readonly string[]) =>
      checkSelection(CUSTOMER_IO, { userProperties: [...userProperties], eventProperties: [] });
    expect(check(names.slice(1))).toEqual([]);
    expect(check(names)).toMatchObject([{ severity: "error", field: "userProperties" }]);
  });
});
