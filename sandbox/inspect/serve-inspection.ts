import { z } from "zod";
import { inspectAmplitude } from "@/sandbox/amplitude/serve-amplitude";
import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import { readBearer, sameSecret } from "@/sandbox/http/credentials";
import type { ParsedBody } from "@/sandbox/http/read-body";
import type { SandboxContext } from "@/sandbox/http/sandbox-context";
import { ACTIONS, putConfig } from "./actions";
import { VIEWS, viewPerson } from "./read-views";

/** Serves `/__sandbox/…`. Needs the admin token as a Bearer; `?workspace=<site_id>` names the workspace. */
export function serveInspection(
  sandbox: SandboxContext,
  method: string,
  url: URL,
  authorization: string | undefined,
  body: ParsedBody,
): Answer {
  if (!sameSecret(readBearer(authorization) ?? "", sandbox.adminToken)) {
    return jsonAnswer(401, {
      error: "send the sandbox's admin token: Authorization: Bearer <token>",
    });
  }
  if (body.kind === "bad") return jsonAnswer(400, { error: "the body is no JSON" });
  try {
    return dispatch(sandbox, method, url, body.kind === "json" ? body.value : undefined);
  } catch (error) {
    if (error instanceof z.ZodError) return jsonAnswer(400, { error: z.prettifyError(error) });
    if (error instanceof RangeError) return jsonAnswer(400, { error: error.message });
    throw error;
  }
}

function dispatch(sandbox: SandboxContext, method: string, url: URL, body: unknown): Answer {
  const [name = "", key] = url.pathname.split("/").slice(2);
  if (name === "amplitude") {
    return inspectAmplitude(sandbox.amplitude, method, key ?? "", url.searchParams, body);
  }
  const siteId = url.searchParams.get("workspace");
  if (method === "PUT" && name === "config") return putConfig(sandbox, siteId, body);
  const ws = siteId === null ? sandbox.workspaces.default : sandbox.workspaces.find(siteId);
  if (ws === undefined) return jsonAnswer(404, { error: `there is no workspace "${siteId}"` });
  if (method === "GET" && name === "people" && key !== undefined) {
    return viewPerson(ws, decodeURIComponent(key));
  }
  const view = method === "GET" && Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (view !== undefined) return jsonAnswer(200, view(ws, url.searchParams, sandbox));
  const action = ACTIONS[`${method} ${name}`];
  if (action !== undefined) return action(sandbox, ws, body);
  return jsonAnswer(404, {
    error: `unknown; there are GET ${Object.keys(VIEWS).join(", GET ")}, PUT config, ${Object.keys(ACTIONS).join(", ")}`,
  });
}
