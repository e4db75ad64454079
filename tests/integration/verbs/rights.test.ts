import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERYTHING } from "@/lib/admin/access/to-access";
import { createIngestionKey } from "@/lib/admin/projects/create-ingestion-key";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSource } from "@/lib/admin/sources/create-source";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { type Actor, type Context, SCOPES, type Scope } from "@/lib/admin/verb/context";
import { ROLES, type Role } from "@/lib/admin/verb/rights";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Json } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { deliveriesExport } from "@/lib/web/deliveries-export";
import { makeBackfill } from "@/tests/support/make-backfill";
import { ingest } from "./events";
import { CALLS, type Ids, PLANTED } from "./rights-calls";
import { createWorld, type World } from "./world";

// Every verb, as everybody who is not meant to use it. The verbs are read from the sources: a new one has to be added to
// CALLS, and is then tried by all of them.

const ROOT = "lib/admin";
const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

/** What takes a whole context and is no verb: it is called by verbs, which have asked already, or by the program itself. */
const INSIDE = new Set([
  ...[
    "bootstrap",
    "insertSync",
    "eventToTry",
    "requireIdentifier",
    "pastedEvent",
    "changeMany",
    "changeWaiting",
    "requireSource",
    "reportsOfEvent",
    "reportsOfPerson",
    "reportsWhere",
    "noteLook",
  ],
  ...["fateOf", "fatesOf", "checkBooks", "sharedIdentifiers"],
  ...["evaluateAlerts", "sendDue", "sendClaimed"],
]);

/** The product's promise, in its own words and not the program's: who may do what. */
const LOOKS = ["projects:read", "events:read", "destinations:read", "people:read", "own-account"];
const MANAGES = [...LOOKS, "sources:write", "destinations:write", "names:write", "alerts:write"];
const ADMINISTERS = [...MANAGES, "project:write", "members:write", "tokens:write", "audit:read"];
const MAY: Readonly<Record<Role, readonly string[]>> = {
  viewer: LOOKS,
  member: LOOKS,
  manager: MANAGES,
  admin: ADMINISTERS,
};

interface Verb {
  readonly name: string;
  readonly file: string;
  /** Whether tokens may use it. */
  readonly isForTokens: boolean;
  readonly rights: readonly string[];
  readonly run: (ctx: Context, input: unknown) => Promise<unknown>;
}

async function readVerbs(): Promise<readonly Verb[]> {
  const verbs = FILES.map(async (file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const names = [
      ...text.matchAll(
        /export (?:async )?function (\w+)(?:<[^>]*>)?\(\s*(?:ctx|\{[^}]*\}): Context\b/g,
      ),
      ...text.matchAll(/export const (\w+) = (?:async )?\(\s*(?:ctx|\{[^}]*\}): Context\b/g),
    ].map((match) => match[1] ?? "");
    if (names.every((name) => INSIDE.has(name))) return [];
    const asked = [...text.matchAll(/\brequire(Scope|Person)\(ctx, "([\w:-]+)"\)/g)];
    const through = names.flatMap((name) => THROUGH[name] ?? []);
    const stated = asked.length > 0 ? asked : through.map((right) => ["", "Scope", right]);
    const module: Record<string, Verb["run"]> = await import(join(process.cwd(), ROOT, file));
    return names
      .filter((name) => !INSIDE.has(name))
      .map((name) => ({
        name,
        file,
        isForTokens: stated.every((match) => match[1] === "Scope"),
        rights: [...new Set(stated.map((match) => match[2] ?? ""))].slice(
          0,
          name === "changeRole" ? 1 : 9,
        ),
        run: module[name] as Verb["run"],
      }));
  });
  return (await Promise.all(verbs)).flat();
}

/** Those that say it through what they share, and what they say there. */
const THROUGH: Readonly<Record<string, string>> = {
  tryNow: "destinations:write",
  giveUp: "destinations:write",
  deleteSource: "sources:write",
  replaceSourceSecret: "sources:write",
};

let world: World;
let verbs: readonly Verb[];
let other: ProjectId;

beforeAll(async () => {
  world = await createWorld();
  // The address of a source begins with PUBLIC_URL.
  const ENCRYPTION_KEY = randomBytes(32).toString("base64");
  Object.assign(process.env, { DATABASE_URL: world.url, ENCRYPTION_KEY });
  verbs = await readVerbs();
  other = (await createProject(world.system, { name: "Other" })).id;
});
afterAll(() => world.close());

/** A project with a sync, an event and a member, of which nothing has been touched. */
async function freshIds(): Promise<Ids> {
  const { id: projectId } = await createProject(world.system, { name: "Fresh" });
  const sync = await createSync(world.system, {
    projectId,
    name: "Sync",
    config: { site_id: "s" },
    secrets: { api_key: "tracking-key-1234" },
  });
  const email = `m${projectId}@example.com`;
  const user = await world.db.user.create({ data: { name: "M", email, passwordHash: "x" } });
  await world.db.member.create({ data: { userId: user.id, projectId, role: "viewer" } });
  await ingest(world.url, projectId, [PLANTED]);
  const { personId, deliveryId } = await settle(projectId, sync.id);
  const key = await createIngestionKey(world.system, { projectId, label: "Second" });
  const { source } = await createSource(world.system, { projectId, kind: "amplitude_webhook" });
  const channel = await world.db.alertChannel.create({
    data: { projectId, kind: "email", target: email, secrets: new Uint8Array(), createdBy: "x" },
  });
  return {
    projectId,
    personId,
    deliveryId,
    syncId: sync.id,
    sourceId: source.id,
    backfillId: await makeBackfill(world.db, projectId, sync.id),
    keyId: key.id,
    channelId: channel.id,
    userId: user.id,
    email: `new-${email}`,
  };
}

let shared: Promise<Ids> | undefined;

/** The project of those who only look, or may not. */
const untouched = (): Promise<Ids> => {
  shared ??= freshIds();
  return shared;
};

/** What changes something gets a project of its own. */
const idsFor = ({ rights }: Verb): Promise<Ids> =>
  rights.some((right) => right.endsWith(":write")) ? freshIds() : untouched();

/** Asks for an account or a token that these actors do not have. */
const isOfNobody = ({ name }: Verb) =>
  ["changePassword", "endSession", "revokeApiToken"].includes(name);

/** As if a worker had discarded the event, and the far end had quoted it. */
async function settle(projectId: ProjectId, syncId: number) {
  const detail = JSON.stringify({
    message: "planted-user-1 is not welcome",
    warnings: ["planted-user-1"],
  });
  const [row] = await world.db.$queryRaw<{ id: bigint; person_id: bigint }[]>`
    INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type, user_id,
      identifier, identifier_kind, outcome, reason, detail, attempts, event_time, received_at, settled_at)
    SELECT day, ${syncId}, 1, "offset", shard, person_id, uuid, kind, event_type, user_id, user_id, 'id', 'discarded',
      'rejected', ${detail}, 1, event_time, received_at, received_at
    FROM events WHERE project_id = ${projectId} AND "offset" = 1 RETURNING id, person_id`;
  return { personId: Number(row?.person_id), deliveryId: Number(row?.id) };
}

const person = (access: Pick<Actor & { kind: "user" }, "isOwner" | "grants">): Actor => ({
  kind: "user",
  id: 999_999,
  name: "P",
  email: "p@example.com",
  ...access,
});
const as = (projectId: ProjectId, role: Role): Actor =>
  person({ isOwner: false, grants: [{ projectId, role, seesPersonalData: true }] });
const token = (
  scope: Scope,
  access: Pick<Actor & { kind: "user" }, "isOwner" | "grants">,
): Actor => ({
  kind: "token",
  id: 999_999,
  name: "T",
  scopes: [scope],
  ...access,
});

/** `forbidden` and `not_found`, or `let in`, whatever the verb then said. */
async function attempt(verb: Verb, actor: Actor, ids: Ids): Promise<string> {
  try {
    await verb.run(world.as(actor), CALLS[verb.name]?.(ids));
    return "let in";
  } catch (error) {
    const { code = String(error) } = error as { code?: string };
    return ["forbidden", "not_found", "invalid_input"].includes(code) ? code : "let in";
  }
}

/** Of nobody's project: these concern the actor, or all that the actor may see. */
const OF_NO_PROJECT = new Set([
  ...[
    "changePassword",
    "listSessions",
    "endSession",
    "createApiToken",
    "listApiTokens",
    "revokeApiToken",
  ],
  ...["createProject", "listProjects"],
]);

describe("every verb", () => {
  test("states the right it needs, and is tried here", () => {
    expect(verbs.map(({ name }) => name).sort()).toEqual(Object.keys(CALLS).sort());
    expect(verbs.filter(({ rights }) => rights.length === 0)).toEqual([]);
  });

  test("lets in who has the right in the project, and refuses who has a lesser role", async () => {
    const wrong: string[] = [];
    for (const verb of verbs) {
      const mayRole = (role: Role) => verb.rights.every((right) => MAY[role].includes(right));
      const least = ROLES.findLast(mayRole);
      for (const role of ROLES.filter((each) => each === least || !mayRole(each))) {
        const ids = role === least ? await idsFor(verb) : await untouched();
        const was = await attempt(verb, as(ids.projectId, role), ids);
        const isRight = role === least ? was === "let in" || isOfNobody(verb) : was === "forbidden";
        if (!isRight) wrong.push(`${verb.name} as ${role}: ${was}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test("lets an owner in everywhere", async () => {
    const wrong: string[] = [];
    for (const verb of verbs) {
      const ids = await idsFor(verb);
      const was = await attempt(verb, person(EVERYTHING), ids);
      if (was !== "let in" && !isOfNobody(verb)) wrong.push(`${verb.name}: ${was}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test("is closed for who is a member of nothing, or an admin of another project, and nothing is changed", async () => {
    const wrong: string[] = [];
    const ids = await freshIds();
    const before = await pictureOf(ids);
    for (const verb of verbs) {
      for (const [who, actor] of [
        ["nobody", person({ isOwner: false, grants: [] })],
        ["an admin of another project", as(other, "admin")],
        ["a full token of that admin", token("full", { isOwner: false, grants: adminOf(other) })],
      ] as const) {
        if (OF_NO_PROJECT.has(verb.name)) continue;
        const was = await attempt(verb, actor, ids);
        if (was !== "forbidden" && was !== "not_found")
          wrong.push(`${verb.name} as ${who}: ${was}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await pictureOf(ids)).toEqual(before);
  }, 60_000);

  test("takes a token with its scope alone, and none where only people may", async () => {
    const wrong: string[] = [];
    const scopes = SCOPES.filter((scope) => scope !== "full");
    for (const verb of verbs) {
      const ids = await idsFor(verb);
      const insists = (scope: string) =>
        verb.isForTokens && verb.rights.every((right) => right === scope);
      for (const scope of scopes) {
        const was = await attempt(verb, token(scope, EVERYTHING), ids);
        if (!insists(scope) && was !== "forbidden")
          wrong.push(`${verb.name} with ${scope}: ${was}`);
      }
      const full = await attempt(verb, token("full", EVERYTHING), ids);
      if (!verb.isForTokens && full !== "forbidden") wrong.push(`${verb.name} with full: ${full}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test("lists to a member the projects that are theirs, and no other", async () => {
    const list = verbs.find(({ name }) => name === "listProjects");
    const seen = await list?.run(world.as(as(other, "viewer")), undefined);
    expect(seen).toMatchObject([{ id: other }]);
  });
});

describe("personal data", () => {
  /** What each verb that could answers to an admin with or without the right. */
  async function answers(seesPersonalData: boolean): Promise<ReadonlyMap<string, string>> {
    const ids = await freshIds();
    const { projectId } = ids;
    const ctx = world.as(
      person({ isOwner: false, grants: [{ projectId, role: "admin", seesPersonalData }] }),
    );
    const told = new Map<string, string>();
    for (const verb of verbs.filter(({ rights }) =>
      rights.every((right) => !right.endsWith(":write")),
    )) {
      const answer = await verb.run(ctx, CALLS[verb.name]?.(ids)).catch(String);
      told.set(verb.name, stringifyJson({ answer: withGetters(answer) }));
    }
    for (const view of ["settled", "waiting", "filtered"] as const) {
      const pieces = deliveriesExport(ctx, view, "csv", { syncId: ids.syncId });
      told.set(`export of ${view}`, await textOf(pieces));
    }
    return told;
  }
  const leaks = (told: ReadonlyMap<string, string>) =>
    [...told].filter(([, text]) => /planted[-@]|98.?765/.test(text)).map(([name]) => name);

  test("is in no answer to who may not see it, whatever else they may", async () => {
    const open = leaks(await answers(true));
    // Each of these would leak: the test can fail.
    expect(open).toEqual(
      expect.arrayContaining([
        "getEvent",
        "getPerson",
        "recentEvents",
        "whyEvent",
        "getDelivery",
        "listDeliveries",
        "personTimeline",
        "findPeople",
        "findEvents",
        "listProperties",
        "export of settled",
      ]),
    );
    expect(leaks(await answers(false))).toEqual([]);
  });

  test("cannot be found out letter by letter", async () => {
    const { projectId } = await freshIds();
    const find = verbs.find(({ name }) => name === "findPeople");
    const seen = (seesPersonalData: boolean) =>
      find?.run(
        world.as(
          person({ isOwner: false, grants: [{ projectId, role: "viewer", seesPersonalData }] }),
        ),
        { projectId, q: "planted@ex" },
      );
    expect(await seen(true)).toMatchObject({ people: [{}] });
    expect(await seen(false)).toMatchObject({ people: [] });
  });
});

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** With what a class works out when asked: what a page could print. */
function withGetters(value: unknown): Json {
  if (value === undefined || value === null || typeof value === "function") return null;
  if (typeof value !== "object" || value instanceof Date) return String(value);
  if (value instanceof Map) return [...value].map(withGetters);
  if (Array.isArray(value)) return value.map(withGetters);
  const prototype: object = Object.getPrototypeOf(value) ?? {};
  const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(
    ([, { get }]) => get,
  );
  const worked = getters
    .filter(([name]) => name !== "__proto__")
    .map(([name, { get }]) => [name, withGetters(get?.call(value))]);
  return Object.fromEntries([
    ...worked,
    ...Object.entries(value).map(([name, item]) => [name, withGetters(item)]),
  ]);
}

const adminOf = (projectId: ProjectId) =>
  [{ projectId, role: "admin", seesPersonalData: true }] as const;

/** What an attacker could have changed. */
const pictureOf = async ({ projectId, syncId }: Ids) => ({
  project: await world.db.project.findMany({ where: { id: projectId } }),
  sources: await world.db.source.findMany({ where: { projectId } }),
  syncs: await world.db.sync.findMany({ where: { projectId } }),
  versions: await world.db.syncVersion.findMany({ where: { syncId } }),
  members: await world.db.member.findMany({ where: { projectId } }),
  users: await world.db.user.count(),
  names: await world.db.eventType.findMany({ where: { projectId } }),
  audit: await world.db.auditEntry.count(),
});
