import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestDatabase } from "@/tests/support/database";
import { type Answer, type Call, call, makeToken, startApi, system } from "./api";

// Whatever comes from outside: never a 5xx, and every refusal is a problem that names the field in our words.

let database: TestDatabase;
let token: string;
let projectId: string;
let id: string;

type Handler = Parameters<typeof call>[0];
type Method = "GET" | "POST" | "PATCH" | "DELETE";
type Route = Readonly<Record<Method, Handler>>;

interface Target {
  readonly name: string;
  readonly method: Method;
  readonly route: () => Promise<Route>;
  /** Parameters of the query that are texts, and those that are numbers or times. */
  readonly query?: readonly string[];
  /** A body that is taken. */
  readonly body?: object;
  readonly basic?: boolean;
}

const DESTINATION = {
  partner: "customerio",
  display_name: "Fuzz",
  enabled: false,
  config: { site_id: "site-1", api_key: "key-1", region: "us" },
  send_users: true,
  send_events: true,
  event_filter: {
    events: ["A"],
    property_filters: { A: [{ property: "ep:x", op: "is", values: ["1"] }] },
  },
  property_mappings: { identifier: "user_id", event_properties: ["x"], user_properties: ["y"] },
};

const TARGETS: readonly Target[] = [
  { name: "types", method: "GET", route: () => import("@/app/v1/destination-types/route") },
  {
    name: "type",
    method: "GET",
    route: () => import("@/app/v1/destination-types/[partner]/route"),
  },
  { name: "projects", method: "GET", route: () => import("@/app/v1/projects/route") },
  {
    name: "list",
    method: "GET",
    route: () => import("@/app/v1/projects/[project_id]/destinations/route"),
    query: ["q", "partner", "cursor", "limit", "enabled", "kind"],
  },
  {
    name: "create",
    method: "POST",
    route: () => import("@/app/v1/projects/[project_id]/destinations/route"),
    query: ["dry_run"],
    body: DESTINATION,
  },
  {
    name: "sources",
    method: "GET",
    route: () => import("@/app/v1/projects/[project_id]/sources/route"),
  },
  {
    name: "make a source",
    method: "POST",
    route: () => import("@/app/v1/projects/[project_id]/sources/route"),
    body: { kind: "amplitude_webhook" },
  },
  {
    name: "read",
    method: "GET",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/route"),
  },
  {
    name: "update",
    method: "PATCH",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/route"),
    query: ["dry_run"],
    body: { ...DESTINATION, partner: undefined },
  },
  {
    name: "test",
    method: "POST",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/test/route"),
    body: { test_event_payload: '{"event_type":"A","user_id":"ada","user_properties":{"y":1}}' },
  },
  {
    name: "deliveries",
    method: "GET",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/deliveries/route"),
    query: ["status", "reason", "event_type", "user", "since", "until", "cursor", "limit"],
  },
  {
    name: "waiting",
    method: "GET",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/waiting/route"),
    query: ["reason", "event_type", "user", "cursor", "limit"],
  },
  {
    name: "preview",
    method: "POST",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/preview/route"),
    body: {
      event: { event_type: "A", user_id: "ada-1", event_properties: { x: 1 } },
      draft: { ...DESTINATION, partner: undefined },
    },
  },
  {
    name: "impact",
    method: "POST",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/impact/route"),
    body: { draft: { ...DESTINATION, partner: undefined }, events: 100 },
  },
  {
    name: "backfills",
    method: "GET",
    route: () => import("@/app/v1/projects/[project_id]/backfills/route"),
    query: ["cursor", "limit"],
  },
  {
    name: "backfill",
    method: "POST",
    route: () => import("@/app/v1/projects/[project_id]/backfills/route"),
    body: {
      from: "amplitude_export",
      region: "us",
      api_key: "key",
      secret_key: "secret",
      start: "20250101T05",
      end: "20250101T07",
      destinations: [1],
      users_only: true,
      dry_run: true,
    },
  },
  {
    name: "events",
    method: "GET",
    route: () => import("@/app/v1/projects/[project_id]/events/route"),
    query: ["user", "event_type", "insert_id", "uuid", "ulid", "since", "until", "cursor", "limit"],
  },
  {
    name: "redeliver",
    method: "POST",
    route: () => import("@/app/v1/projects/[project_id]/destinations/[id]/redeliver/route"),
    body: {
      filter: {
        status: "discarded",
        reason: "r",
        event_type: "A",
        user: "ada",
        since: "2026-01-01T00:00:00Z",
        until: "2026-01-02T00:00:00Z",
      },
    },
  },
  {
    name: "run",
    method: "POST",
    route: () => import("@/app/api/pipeline/run/route"),
    query: ["seconds"],
  },
  {
    name: "summary",
    method: "GET",
    route: () => import("@/app/api/2/event-streaming/delivery-metrics-summary/route"),
    query: ["sync_id", "time_period", "start", "end"],
    basic: true,
  },
];

const NASTY: readonly string[] = [
  "a\u0000b",
  "\ud800",
  "x\udfff",
  "x".repeat(5_000),
  "🦊".repeat(700),
  "",
  " ",
  "%",
  "\\",
  "__proto__",
  "'; DROP TABLE syncs; --",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59+14:00",
  "275760-09-13T00:00:00Z",
  "-1",
  "1e309",
  "2147483648",
  "9223372036854775808",
  "NaN",
  "true",
  Buffer.from("v1:99999999999").toString("base64url"),
  Buffer.from("v1:999999999999999").toString("base64url"),
];

beforeAll(async () => {
  database = await startApi({ API_CALLS_PER_MINUTE: "1000000" });
  token = await makeToken("full");
  const { createProject } = await import("@/lib/admin/projects/create-project");
  projectId = String((await createProject(await system(), { name: "Shop" })).id);
  const made = await ask(target("create"), { body: DESTINATION });
  expect(made.status).toBe(201);
  id = String(made.body["id"]);
});
afterAll(() => database.close());

let basic = "";
let basicCalls = 0;

/** Keys of a new project every ten calls: the metrics call takes twelve a minute of one. */
async function keys(): Promise<string> {
  if (basicCalls++ % 10 > 0) return basic;
  const { createProject } = await import("@/lib/admin/projects/create-project");
  const { revealSecretKey } = await import("@/lib/admin/projects/reveal-secret-key");
  const project = await createProject(await system(), { name: "Metrics" });
  const { secretKey } = await revealSecretKey(await system(), { projectId: project.id });
  basic = `Basic ${Buffer.from(`${project.apiKey}:${secretKey}`).toString("base64")}`;
  return basic;
}

const target = (name: string): Target => {
  const found = TARGETS.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

async function ask({ method, route, basic: withKeys }: Target, more: Call = {}): Promise<Answer> {
  const { params = {}, headers = {}, ...rest } = more;
  return call((await route())[method], method, {
    token,
    ...rest,
    headers: { ...(withKeys === true ? { authorization: await keys() } : {}), ...headers },
    params: { project_id: projectId, id, partner: "customerio", ...params },
  });
}

/** Words that only a validator would say. */
const RAW =
  /Invalid input:|expected \w+, received|Too (big|small)|Unrecognized key|prisma|SQLSTATE/i;

function expectCalm(answer: Answer, what: unknown): void {
  const told = JSON.stringify({ what, body: answer.body });
  // The one 500 there is: Amplitude answers it to what is older than its metrics.
  const isAmplitudes = String(answer.body["error_code"]) === "outside_retention";
  if (!isAmplitudes) expect(answer.status, told).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get("content-type"), told).toBe("application/problem+json");
  expect(told).not.toMatch(RAW);
  expect(answer.body["detail"], told).toEqual(expect.stringMatching(/\S/));
  if (answer.status !== 400) return;
  const errors = answer.body["validation_errors"];
  expect(Array.isArray(errors), told).toBe(true);
  for (const error of errors as unknown as { field: unknown; message: unknown }[]) {
    expect(error.field, told).toEqual(expect.any(String));
    expect(error.message, told).toEqual(expect.stringMatching(/\S/));
  }
}

/** Every way to put `value` in the place of one leaf or one key of `body`. */
function replaced(body: object, value: unknown): object[] {
  return Object.entries(body).flatMap(([key, inside]): object[] => {
    const put = (next: unknown) =>
      Array.isArray(body) ? body.with(Number(key), next) : { ...body, [key]: next };
    const renamed =
      typeof value === "string" && !Array.isArray(body) ? [{ ...body, [value]: inside }] : [];
    const deeper =
      typeof inside === "object" && inside !== null ? replaced(inside, value).map(put) : [];
    return [put(value), ...renamed, ...deeper];
  });
}

describe("texts and numbers that no database takes", () => {
  test.each(TARGETS.map((each) => [each.name, each] as const))(
    "in the query and the path of %s",
    async (name, each) => {
      for (const value of NASTY) {
        for (const param of each.query ?? []) {
          if (name === "run" && /^\d+$/.test(value)) continue;
          const query = `?${new URLSearchParams({ [param]: value })}`;
          // URLSearchParams would mend a lone surrogate; percent signs of one are U+FFFD to everybody.
          expectCalm(await ask(each, { query }), { param, value });
        }
        if (name === "run") continue;
        for (const param of ["project_id", "id", "partner"]) {
          expectCalm(await ask(each, { params: { [param]: value } }), { param, value });
        }
      }
    },
  );

  test.each(
    TARGETS.filter(({ body }) => body !== undefined).map((each) => [each.name, each] as const),
  )("in every place of the body of %s", async (_, each) => {
    const values = [...NASTY.slice(0, 7), 1e300, -1, 1.5, 2 ** 53, null, [], {}, true, [[]]];
    for (const value of values) {
      for (const body of replaced(each.body ?? {}, value)) {
        expectCalm(await ask(each, { body }), body);
      }
    }
  });

  test("in headers", async () => {
    const keys = ["a\u0000b:c", ":", "🦊:x", "\u0000"].map(
      (text) => `Basic ${Buffer.from(text).toString("base64")}`,
    );
    for (const authorization of keys) {
      expect((await ask(target("summary"), { headers: { authorization } })).status).toBe(401);
    }
    for (const version of ["99999999999", '"2147483648"', "-1", "1.5"]) {
      const headers = { "if-match": version };
      expectCalm(await ask(target("update"), { headers, body: {} }), version);
    }
  });

  test("name their field", async () => {
    const answer = await ask(target("create"), {
      body: { ...DESTINATION, config: { ...DESTINATION.config, site_id: "a\u0000" } },
    });
    expect(answer.body).toMatchObject({
      status: 400,
      detail: "config.site_id must not have the character U+0000",
      validation_errors: [{ field: "config.site_id" }],
    });
    const since = await ask(target("deliveries"), { query: "?since=0000-01-01T00:00:00Z" });
    expect(since.body).toMatchObject({
      status: 400,
      validation_errors: [{ field: "since", message: "must be a time from 1970 to 9999" }],
    });
    const number = await ask(target("create"), {
      body: { ...DESTINATION, config: { site_id: 5 }, enabled: "yes" },
    });
    expect(number.body["detail"]).toBe("enabled must be true or false; text was sent");
    const config = await ask(target("create"), {
      body: { ...DESTINATION, config: { site_id: 5 } },
    });
    expect(config.body["detail"]).toBe("config.site_id must be text; a number was sent");
  });
});

describe("any JSON", () => {
  const bodies = TARGETS.filter(({ body }) => body !== undefined);
  const json = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc
      .record(
        Object.fromEntries(
          [...new Set(bodies.flatMap(({ body }) => Object.keys(body ?? {})))].map((key) => [
            key,
            fc.jsonValue({ maxDepth: 3 }),
          ]),
        ),
        { requiredKeys: [] },
      )
      .map((record) => record as fc.JsonValue),
  );

  test.each(bodies.map((each) => [each.name, each] as const))(
    "as the body of %s",
    async (_, each) => {
      await fc.assert(
        fc.asyncProperty(json, async (body) => {
          expectCalm(await ask(each, { body: JSON.stringify(body) }), body);
        }),
        { numRuns: 150, seed: 7 },
      );
    },
  );

  test.each(
    TARGETS.filter(({ query }) => query !== undefined).map((each) => [each.name, each] as const),
  )("as the query of %s", async (name, each) => {
    const text = fc.string({ unit: "binary", maxLength: 40 });
    const query = fc.record(Object.fromEntries((each.query ?? []).map((key) => [key, text])), {
      requiredKeys: [],
    });
    await fc.assert(
      fc.asyncProperty(query, async (params) => {
        if (name === "run" && !("seconds" in params)) return;
        expectCalm(
          await ask(each, {
            query: `?${new URLSearchParams(Object.entries(params).map(([key, value = ""]) => [key, value]))}`,
          }),
          params,
        );
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

test("q looks for % and _ as they are", async () => {
  const names = async (q: string) => {
    const answer = await ask(target("list"), { query: `?q=${encodeURIComponent(q)}` });
    return (answer.body["data"] as unknown as { display_name: string }[]).map(
      ({ display_name }) => display_name,
    );
  };
  await ask(target("create"), { body: { display_name: "50 % off_now" } });
  expect(await names("%")).toEqual(["50 % off_now"]);
  expect(await names("f_n")).toEqual(["50 % off_now"]);
  expect(await names("\\")).toEqual([]);
});
