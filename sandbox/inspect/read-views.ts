import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import type { SandboxContext } from "@/sandbox/http/sandbox-context";
import type { Workspace } from "@/sandbox/workspace";
import { eventView, findPerson, personDetail, personSummary } from "./person-view";
import { statsView } from "./stats-view";

const LIMIT_DEFAULT = 10_000;

type View = (ws: Workspace, query: URLSearchParams, sandbox: SandboxContext) => unknown;

/** Everything that `GET /__sandbox/<name>` can show; lists are bounded by `limit`. */
export const VIEWS: Readonly<Record<string, View>> = {
  workspaces: (_, __, { workspaces }) => ({ workspaces: workspaces.all().map(configView) }),
  config: (ws) => configView(ws),
  stats: (ws) => statsView(ws),
  faults: (ws) => ws.faults.list(),
  offsite: (_, __, { offsiteRequests }) => ({ requests: offsiteRequests }),
  people: (ws, query) => ({
    count: ws.people.count,
    people: [...ws.people.all()].slice(0, limitOf(query)).map(personSummary),
  }),
  events: (ws, query) => eventsView(ws, query),
  anonymous: (ws, query) => ({
    anonymous: ws.anonymous
      .entries()
      .slice(0, limitOf(query))
      .map(([anonymousId, visitor]) => ({
        anonymous_id: anonymousId,
        claimed_by: visitor.claimedBy?.cioId ?? null,
        events: ws.events.timeline(visitor.lastEvent).map((index) => eventView(ws, index)),
      })),
  }),
  requests: (ws, query) => {
    const status = query.get("status");
    const passes = (ending: unknown) => status === null || String(ending) === status;
    return { requests: ws.requests.newest(limitOf(query), (it) => passes(it.status)) };
  },
  activity: (ws, query) => {
    const type = query.get("type");
    return {
      activity: ws.activity.newest(limitOf(query), (it) => type === null || it.type === type),
    };
  },
  lint: (ws, query) => {
    const code = query.get("code");
    const entries = ws.lint.newest(limitOf(query), (it) => code === null || it.code === code);
    return { counts: Object.fromEntries(ws.lintCounts), entries };
  },
};

/** `GET /__sandbox/people/{key}`. */
export function viewPerson(ws: Workspace, key: string): Answer {
  const person = findPerson(ws, key);
  if (person === undefined) return jsonAnswer(404, { error: `nobody is known as "${key}"` });
  return jsonAnswer(200, personDetail(ws, person));
}

/** Settings as they may be shown: without keys. */
function configView(ws: Workspace) {
  const { api_key: _, app_api_key: __, ...shown } = ws.config;
  return { ...shown, now: ws.clock.now() };
}

/** Events in the order of receipt, from the index `after` on; of one person, of one name, or all. */
function eventsView(ws: Workspace, query: URLSearchParams) {
  const key = query.get("person");
  const name = query.get("name");
  const after = Number(query.get("after") ?? -1);
  const limit = limitOf(query);
  const events: ReturnType<typeof eventView>[] = [];
  for (const index of indexesOf(ws, key, after)) {
    if (events.length >= limit) break;
    if (name !== null && ws.events.read(index).name !== name) continue;
    events.push(eventView(ws, index));
  }
  return { count: ws.events.count, events };
}

function indexesOf(ws: Workspace, key: string | null, after: number): Iterable<number> {
  if (key === null) return range(after + 1, ws.events.count);
  const person = findPerson(ws, key);
  const timeline = person === undefined ? [] : ws.events.timeline(person.lastEvent);
  return timeline.filter((index) => index > after);
}

function* range(from: number, to: number): Iterable<number> {
  for (let i = Math.max(0, from); i < to; i++) yield i;
}

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get("limit") ?? LIMIT_DEFAULT);
  return Number.isInteger(limit) && limit > 0 ? limit : LIMIT_DEFAULT;
}
