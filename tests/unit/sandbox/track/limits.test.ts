import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import {
  bytes,
  ERROR,
  eventOp,
  identifyOp,
  makeWorkspace,
  startForTests,
  ulid,
} from "@/tests/unit/sandbox/sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startForTests();
});
afterAll(() => sandbox.close());

const attributes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, i]));
const EVENT = { name: "x", id: ulid(1), timestamp: 1_700_000_000 };
const PUT = "PUT /api/v1/customers/u";
const POST = "POST /api/v1/customers/u/events";
const VALUE_TOO_LONG = "value for attribute ‘big’ cannot be longer than 1000 bytes";
const HASH = `event data must be a hash (e.g., send "data":{} instead of "data":"")`;
/** Event data whose compact JSON has exactly so many bytes. */
const dataOf = (size: number) => ({ d: "x".repeat(size - 8) });

describe("v1 limits: at the limit 200, one over it 400 with the published message", () => {
  test.each([
    [
      "attributes in a call",
      PUT,
      attributes(300),
      attributes(301),
      "cannot identify more than 300 attributes in one request",
    ],
    [
      "bytes of an attribute name",
      PUT,
      { [bytes(150)]: 1 },
      { [bytes(151)]: 1 },
      "attribute name cannot be longer than 150 bytes",
    ],
    ["bytes of a text value", PUT, { big: bytes(1000) }, { big: bytes(1001) }, VALUE_TOO_LONG],
    [
      "bytes of a list as compact JSON",
      PUT,
      { big: ["x".repeat(996)] },
      { big: ["x".repeat(997)] },
      VALUE_TOO_LONG,
    ],
    [
      "bytes of an event name",
      POST,
      { ...EVENT, name: bytes(100) },
      { ...EVENT, name: bytes(101) },
      "event name cannot be longer than 100 bytes",
    ],
    [
      "bytes of an event name after trimming",
      POST,
      { ...EVENT, name: ` ${bytes(100)} ` },
      { ...EVENT, name: ` ${bytes(101)} ` },
      "event name cannot be longer than 100 bytes",
    ],
    [
      "bytes of event data",
      POST,
      { ...EVENT, data: dataOf(100_000) },
      { ...EVENT, data: dataOf(100_001) },
      "event data cannot be longer than 100000 bytes",
    ],
    ["a blank event name", POST, EVENT, { ...EVENT, name: "  " }, "event name must not be blank"],
    ["an absent event name", POST, EVENT, { id: ulid(2) }, "event name must not be blank"],
    ["event data that is a text", POST, { ...EVENT, data: {} }, { ...EVENT, data: "" }, HASH],
    ["event data that is a list", POST, { ...EVENT, data: {} }, { ...EVENT, data: [] }, HASH],
    [
      "an anonymous event's data",
      "POST /api/v1/events",
      { ...EVENT, data: {} },
      { ...EVENT, data: 1 },
      HASH,
    ],
    [
      "an id attribute that is a number",
      PUT,
      { id: "u" },
      { id: 5 },
      "id attribute must be a string value",
    ],
    [
      "an id attribute that is empty",
      PUT,
      { id: "u" },
      { id: "" },
      "id attribute cannot be an empty string",
    ],
    ["a body that is no object", PUT, {}, [], "request body must be an object"],
  ])("%s", async (_, target, good, bad, message) => {
    const { call, ws } = makeWorkspace(sandbox);
    const [method = "", path = ""] = target.split(" ");
    expect((await call(method, path, good)).status).toBe(200);
    const before = [ws.people.count, ws.events.count];
    const reply = await call(method, path, bad);
    expect([reply.status, reply.json]).toEqual([400, ERROR(message)]);
    expect([ws.people.count, ws.events.count]).toEqual(before);
  });

  test("an identifier of 150 bytes is taken, one of 151 is not; the encoded form does not count", async () => {
    const { call } = makeWorkspace(sandbox);
    const put = (id: string) => call("PUT", `/api/v1/customers/${encodeURIComponent(id)}`, {});
    expect((await put(bytes(150))).status).toBe(200);
    expect((await put(bytes(151))).json).toEqual(ERROR("id cannot be longer than 150 bytes"));
  });

  test("a malformed cio_id is refused, a well-formed unknown one is accepted and dropped", async () => {
    const { call, ws } = makeWorkspace(sandbox);
    expect((await call("PUT", "/api/v1/customers/cio_a-b", {})).json).toEqual(
      ERROR("invalid identifier"),
    );
    expect((await call("PUT", "/api/v1/customers/cio_0123456789abcdef", { a: 1 })).status).toBe(
      200,
    );
    expect(ws.people.count).toBe(0);
    expect(ws.activity.list()).toMatchObject([{ type: "unknown_cio_id" }]);
  });

  test("a merge needs exactly one identifier on each side", async () => {
    const { call } = makeWorkspace(sandbox);
    const merge = (primary: object, secondary: object) =>
      call("POST", "/api/v1/merge_customers", { primary, secondary });
    expect((await merge({ id: "a" }, { email: "b@c.de" })).status).toBe(200);
    expect((await merge({ id: "a", email: "b@c.de" }, { id: "b" })).json).toEqual(
      ERROR("exactly one identifier is allowed"),
    );
    expect((await merge({ id: "a" }, {})).json).toEqual(ERROR("an identifier is required"));
  });

  test("the other documented error shape lists all messages", async () => {
    const { call } = makeWorkspace(sandbox, { error_envelope: "errors" });
    const reply = await call("PUT", "/api/v1/customers/u", { big: bytes(1001), id: "" });
    expect(reply.json).toEqual({
      meta: { errors: [VALUE_TOO_LONG, "id attribute cannot be an empty string"] },
    });
  });

  test("a device needs a token and a platform that exists", async () => {
    const { call } = makeWorkspace(sandbox);
    const put = (device: object) => call("PUT", "/api/v1/customers/u/devices", { device });
    expect((await put({ id: "t", platform: "ios" })).status).toBe(200);
    expect((await put({ platform: "ios" })).json).toEqual(ERROR("device id cannot be blank"));
    expect((await put({ id: "t", platform: "palm" })).json).toEqual(
      ERROR("platform must be ios or android"),
    );
  });
});

describe("v2 limits", () => {
  const errorOf = (field: string, message: string, reason = "invalid") => ({
    reason,
    field,
    message,
  });
  const opOf = (size: number) => {
    const empty = Buffer.byteLength(JSON.stringify(eventOp("u", 1, { attributes: { d: "" } })));
    return eventOp("u", 1, { attributes: { d: "x".repeat(size - empty) } });
  };

  test.each([
    [
      "a value",
      identifyOp("u", { big: bytes(1000) }),
      identifyOp("u", { big: bytes(1001) }),
      errorOf("attributes.big", "property value cannot be longer than 1000 bytes"),
    ],
    [
      "an identifier",
      identifyOp(bytes(150)),
      identifyOp(bytes(151)),
      errorOf("identifiers.id", "id cannot be longer than 150 bytes"),
    ],
    [
      "an event name",
      eventOp("u", 1, { name: bytes(100) }),
      eventOp("u", 1, { name: bytes(101) }),
      errorOf("name", "event name cannot be longer than 100 bytes"),
    ],
    [
      "attributes",
      identifyOp("u", attributes(300)),
      identifyOp("u", attributes(301)),
      errorOf("attributes", "cannot identify more than 300 attributes in one request"),
    ],
    [
      "an operation",
      opOf(32_000),
      opOf(32_001),
      errorOf("", "operation cannot be larger than 32000 bytes"),
    ],
    [
      "no name",
      eventOp("u", 1),
      eventOp("u", 1, { name: "" }),
      errorOf("name", "event name must not be blank", "required"),
    ],
    [
      "no identifier",
      identifyOp("u"),
      { ...identifyOp("u"), identifiers: {} },
      errorOf("identifiers", "an identifier is required", "required"),
    ],
    [
      "a null identifier",
      identifyOp("u"),
      { ...identifyOp("u"), identifiers: { id: null } },
      errorOf("identifiers.id", "id cannot be null or empty", "required"),
    ],
    [
      "two identifiers",
      identifyOp("u"),
      { ...identifyOp("u"), identifiers: { id: "u", email: "a@b.co" } },
      errorOf("identifiers", "exactly one identifier is allowed"),
    ],
    [
      "an unknown identifier",
      identifyOp("u"),
      { ...identifyOp("u"), identifiers: { anonymous_id: "x" } },
      errorOf("identifiers.anonymous_id", "unknown identifier"),
    ],
    [
      "a malformed cio_id",
      { ...identifyOp("u"), identifiers: { cio_id: "ab12" } },
      { ...identifyOp("u"), identifiers: { cio_id: "cio_ab12" } },
      errorOf("identifiers.cio_id", "invalid identifier"),
    ],
    [
      "attributes that are no object",
      identifyOp("u"),
      { ...identifyOp("u"), attributes: 1 },
      errorOf("attributes", "attributes must be an object"),
    ],
    [
      "an unknown action",
      identifyOp("u"),
      { ...identifyOp("u"), action: "greet" },
      errorOf("action", "unknown action"),
    ],
    [
      "an unknown type",
      { type: "object", action: "identify" },
      { type: "planet", action: "identify" },
      errorOf("type", "type must be person, object or delivery"),
    ],
  ])("%s: at the limit 200, beyond it an error with its field", async (_, good, bad, error) => {
    const { call, batch } = makeWorkspace(sandbox);
    expect((await call("POST", "/api/v2/entity", good)).status).toBe(200);
    const entity = await call("POST", "/api/v2/entity", bad);
    expect([entity.status, entity.json]).toEqual([400, { errors: [error] }]);
    expect((await batch(good, bad)).json).toEqual({ errors: [{ batch_index: 1, ...error }] });
  });

  const bodyOf = (size: number) => {
    const full = JSON.stringify({ batch: Array.from({ length: 20 }, () => identifyOp("u")) });
    return full + " ".repeat(size - full.length);
  };

  test("a batch of 500,000 bytes is taken, one of 500,001 refused whole", async () => {
    const { call, ws } = makeWorkspace(sandbox);
    expect((await call("POST", "/api/v2/batch", bodyOf(500_000))).status).toBe(200);
    const accepted = ws.stats.operationsAccepted;
    const reply = await call("POST", "/api/v2/batch", bodyOf(500_001));
    const errors = [errorOf("batch", "batch cannot be larger than 500000 bytes")];
    expect([reply.status, reply.json]).toEqual([400, { errors }]);
    expect(ws.stats.operationsAccepted).toBe(accepted);
  });

  test("with kb = 1024 the same sizes are legal", async () => {
    const { call } = makeWorkspace(sandbox, { kb: 1024 });
    expect((await call("POST", "/api/v2/batch", bodyOf(512_000))).status).toBe(200);
    expect((await call("POST", "/api/v2/batch", bodyOf(512_001))).status).toBe(400);
    expect((await call("POST", "/api/v2/entity", opOf(32_768))).status).toBe(200);
    expect((await call("POST", "/api/v2/entity", opOf(32_769))).status).toBe(400);
  });

  test.each([{}, { batch: [] }, { batch: {} }, []])("%j is no batch", async (body) => {
    const { call } = makeWorkspace(sandbox);
    expect((await call("POST", "/api/v2/batch", body)).status).toBe(400);
  });

  test("an id-only workspace knows no e-mail identifier in v2, and takes one for an id in v1", async () => {
    const { call, ws } = makeWorkspace(sandbox, { mode: "id_only" });
    const op = { ...identifyOp("u"), identifiers: { email: "a@b.co" } };
    expect((await call("POST", "/api/v2/entity", op)).status).toBe(400);
    expect((await call("PUT", "/api/v1/customers/a%40b.co", {})).status).toBe(200);
    expect(ws.people.find({ kind: "id", value: "a@b.co" })).toBeDefined();
  });
});

describe("a batch with invalid operations", () => {
  const bad = identifyOp("bad", { big: bytes(1001), huge: bytes(1001) });

  test("207 lists first, middle and last with all their errors; the others are applied", async () => {
    const { batch, ws } = makeWorkspace(sandbox);
    const reply = await batch(bad, identifyOp("a"), bad, identifyOp("b"), bad);
    const { errors } = reply.json as { errors: { batch_index: number; field: string }[] };
    expect(reply.status).toBe(207);
    expect(errors.map((it) => [it.batch_index, it.field])).toEqual([
      [0, "attributes.big"],
      [0, "attributes.huge"],
      [2, "attributes.big"],
      [2, "attributes.huge"],
      [4, "attributes.big"],
      [4, "attributes.huge"],
    ]);
    expect([...ws.people.all()].map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("all invalid is 207 or 400, with or without indexes, as configured", async () => {
    const { batch, inspect } = makeWorkspace(sandbox);
    expect((await batch(bad)).status).toBe(207);
    await inspect("PUT", "config", { all_invalid: 400, all_invalid_index: false });
    const reply = await batch(bad);
    expect(reply.status).toBe(400);
    expect(reply.text).not.toContain("batch_index");
  });
});
