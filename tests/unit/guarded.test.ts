import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// Every door of the app, read from the sources: who opens a new one says here whom it is for.

const APP = join(import.meta.dirname, "../../app");
const doors = (name: string) =>
  readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => file === name || file.endsWith(`/${name}`))
    .sort();
const text = (file: string) => readFileSync(join(APP, file), "utf8");

test("every page asks for a session itself, but for a redirect and the two of those who have none", () => {
  const open = doors("page.tsx").filter(
    (file) => !/\b(requireSession|projectPage|syncPage|personPage)\(/.test(text(file)),
  );
  expect(open).toEqual([
    "(admin)/projects/[projectId]/destinations/[syncId]/page.tsx",
    "(auth)/setup/page.tsx",
    "(auth)/sign-in/page.tsx",
  ]);
});

test("every server action asks for a session, but for the first account", () => {
  const open = doors("actions.ts").flatMap((file) =>
    [...text(file).matchAll(/export const (\w+) = publicAction\(/g)].map((match) => match[1]),
  );
  expect(open).toEqual(["createAdminAction"]);
});

/** What is open, or asks for something else than a session or a token. */
const OPEN_ROUTES = {
  "2/httpapi/route.ts": "ingestion, by key",
  "batch/route.ts": "ingestion, by key",
  "groupidentify/route.ts": "ingestion, by key",
  "identify/route.ts": "ingestion, by key",
  "hooks/[...path]/route.ts": "by a source's key and secret, or signed with a destination's key",
  "api/2/event-streaming/delivery-metrics-summary/route.ts": "by key and secret key",
  "api/[...rest]/route.ts": "says that nothing is there",
  "v1/[[...rest]]/route.ts": "says that nothing is there",
  "v1/openapi.json/route.ts": "the description of the API, the same for everybody",
  "api/auth/[...nextauth]/route.ts": "the sign-in",
  "api/health/route.ts": "health",
  "api/live/route.ts": "health",
  "api/ready/route.ts": "health",
  "metrics/route.ts": "by METRICS_TOKEN, or from this host",
};

test("every route asks for a token or a session, but for those that are known to be open", () => {
  const open = doors("route.ts").filter(
    (file) =>
      !/\b(route|sessionRoute)(<[^(]*>)?\(|from "@\/lib\/web\/api\/\w+-calls"/.test(text(file)),
  );
  expect(open).toEqual(Object.keys(OPEN_ROUTES).sort());
});
