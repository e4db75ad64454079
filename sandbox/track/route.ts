import type { LintCode } from "@/sandbox/lint";

export type V1Call = "identify" | "delete" | "event" | "suppress" | "unsuppress" | "add_device";

/** What a path asks for. `person` and `token` are decoded once. */
export type Route =
  | { readonly kind: "region" }
  | { readonly kind: "person"; readonly call: V1Call; readonly person: string }
  | { readonly kind: "delete_device"; readonly person: string; readonly token: string }
  | { readonly kind: "anonymous_event" }
  | { readonly kind: "merge" }
  | { readonly kind: "entity" }
  | { readonly kind: "batch" }
  | { readonly kind: "wrong_method"; readonly allow: string }
  | { readonly kind: "unknown_path" };

const FIXED: Readonly<Record<string, readonly [method: string, route: Route]>> = {
  "api/v1/accounts/region": ["GET", { kind: "region" }],
  "api/v1/events": ["POST", { kind: "anonymous_event" }],
  "api/v1/merge_customers": ["POST", { kind: "merge" }],
  "api/v2/entity": ["POST", { kind: "entity" }],
  "api/v2/batch": ["POST", { kind: "batch" }],
};

const OF_PERSON: Readonly<Record<string, Readonly<Record<string, V1Call>>>> = {
  "": { PUT: "identify", DELETE: "delete" },
  events: { POST: "event" },
  devices: { PUT: "add_device" },
  suppress: { POST: "suppress" },
  unsuppress: { POST: "unsuppress" },
};

/** Routes on the raw path: split at `/`, each segment decoded once, nothing normalised. */
export function route(method: string, path: string): Route {
  const fixed = FIXED[path.slice(1)];
  if (fixed !== undefined) {
    return fixed[0] === method ? fixed[1] : { kind: "wrong_method", allow: fixed[0] };
  }
  const [api, version, customers, ...rest] = path.slice(1).split("/");
  if (api !== "api" || version !== "v1" || customers !== "customers")
    return { kind: "unknown_path" };
  const segments = rest.map(decodeSegment);
  const [person, section = "", token, ...more] = segments;
  if (person === undefined || person === "" || segments.includes(undefined) || more.length > 0) {
    return { kind: "unknown_path" };
  }
  return routePerson(method, person, section, token);
}

function routePerson(
  method: string,
  person: string,
  section: string,
  token: string | undefined,
): Route {
  if (token !== undefined) {
    if (section !== "devices" || token === "") return { kind: "unknown_path" };
    return method === "DELETE"
      ? { kind: "delete_device", person, token }
      : { kind: "wrong_method", allow: "DELETE" };
  }
  const calls = OF_PERSON[section];
  if (calls === undefined) return { kind: "unknown_path" };
  const call = calls[method];
  if (call === undefined) return { kind: "wrong_method", allow: Object.keys(calls).join(", ") };
  return { kind: "person", call, person };
}

/** Undefined for a segment that is not percent-encoded correctly. */
function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** What is doubtful about a path, whether or not it was understood. */
export function lintPath(path: string): LintCode[] {
  const decoded = path.split("/").map(decodeSegment);
  const codes: LintCode[] = [];
  if (decoded.some((segment) => segment === "." || segment === "..")) codes.push("dot-segment");
  if (decoded.some((segment) => /%[0-9a-f]{2}/i.test(segment ?? "")))
    codes.push("double-encoded-path");
  return codes;
}
