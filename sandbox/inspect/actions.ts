import { z } from "zod";
import { faultRequestSchema } from "@/sandbox/faults/fault-rule";
import { setPreset } from "@/sandbox/faults/presets";
import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import type { SandboxContext } from "@/sandbox/http/sandbox-context";
import { workspaceChangesSchema } from "@/sandbox/options";
import type { Workspace } from "@/sandbox/workspace";
import { VIEWS } from "./read-views";

type Action = (sandbox: SandboxContext, ws: Workspace, body: unknown) => Answer;

const clockSchema = z.union([
  z.strictObject({ now: z.number().min(0) }),
  z.strictObject({ advance_ms: z.number() }),
  z.strictObject({ release: z.literal(true) }),
]);

/** Everything that changes a workspace, by method and name. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  "POST reset": (_, ws) => {
    ws.reset();
    return jsonAnswer(200, {});
  },
  "POST faults": (sandbox, ws, body) => {
    addFaults(sandbox, ws, body);
    return jsonAnswer(200, ws.faults.list());
  },
  "DELETE faults": (_, ws) => {
    ws.faults.clear();
    return jsonAnswer(200, ws.faults.list());
  },
  "POST clock": (_, ws, body) => {
    const change = clockSchema.parse(body);
    if ("now" in change) ws.clock.freeze(change.now);
    else if ("advance_ms" in change) ws.clock.advance(change.advance_ms);
    else ws.clock.release();
    return jsonAnswer(200, { now: ws.clock.now() });
  },
};

/** `PUT config`: changes a workspace, or creates the one of that Site ID. */
export function putConfig(sandbox: SandboxContext, siteId: string | null, body: unknown): Answer {
  const changes = workspaceChangesSchema.parse(body);
  const { workspaces } = sandbox;
  const known = siteId === null ? workspaces.default : workspaces.find(siteId);
  const ws = known ?? workspaces.create({ ...given(changes), site_id: siteId ?? "" });
  if (known !== undefined) known.configure(given(changes));
  return jsonAnswer(
    known === undefined ? 201 : 200,
    VIEWS["config"]?.(ws, new URLSearchParams(), sandbox),
  );
}

/** Adds a preset, one rule, or several rules. Throws ZodError or RangeError for what is none of them. */
export function addFaults(sandbox: SandboxContext, ws: Workspace, body: unknown): void {
  const wanted = faultRequestSchema.parse(body);
  if ("preset" in wanted) {
    const { euUrl, offsiteUrl } = sandbox;
    const around = { euUrl, offsiteUrl, apiKey: ws.config.api_key, now: sandbox.clock.now() };
    setPreset(ws.faults, wanted.preset, around, wanted.times);
  } else {
    for (const rule of "rules" in wanted ? wanted.rules : [wanted]) ws.faults.add(rule);
  }
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that the caller left out. */
function given<T extends object>(changes: T): Given<T> {
  return Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}
