import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { batchSnippet, httpSnippets, identifySnippet } from "@/components/overview/snippets";
import { API_KEY } from "@/tests/unit/engine/ingest/make-ingest";
import { serve } from "./serve";

// The snippets that people copy, run as they stand.

const run = promisify(execFile);
const shell = (code: string) => run("sh", ["-c", code]);
const node = (code: string) =>
  run(process.execPath, ["--input-type=module", "-e", code], { cwd: process.cwd() });

const snippet = (url: string, id: string): string => {
  const found = httpSnippets(url, API_KEY).find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no snippet ${id}`);
  return found.code;
};

const SONG = {
  eventType: "Song Played",
  userId: "ada@example.com",
  payload: { event_properties: { title: "Clair de lune", seconds: 302 } },
};

describe("a copied snippet sends what it says", () => {
  test("curl", async () => {
    const { url, log } = await serve();
    const { stdout } = await shell(snippet(url, "curl"));
    expect(JSON.parse(stdout)).toMatchObject({ code: 200, events_ingested: 1 });
    expect(log.incoming).toMatchObject([{ ...SONG, source: "http_v2" }]);
    expect(log.incoming[0]?.operations).toMatchObject({ plain: { plan: "pro" } });
  });

  test("the Node SDK", async () => {
    const { url, log } = await serve();
    await node(snippet(url, "node"));
    expect(log.incoming).toMatchObject([SONG]);
  });

  test("a batch", async () => {
    const { url, log } = await serve();
    const { stdout } = await shell(batchSnippet(url, API_KEY));
    expect(JSON.parse(stdout)).toMatchObject({ code: 200, events_ingested: 2 });
    expect(log.incoming.map(({ eventType }) => eventType)).toEqual(["Song Played", "Song Liked"]);
  });

  test("identify", async () => {
    const { url, log } = await serve();
    await shell(identifySnippet(url, API_KEY));
    expect(log.incoming).toMatchObject([
      { kind: "identify", source: "identify", userId: "ada@example.com" },
    ]);
    expect(log.incoming[0]?.operations).toMatchObject({ plain: { plan: "pro" } });
  });
});

test("a quote in a key or an address cannot leave its place in a snippet", async () => {
  const key = `it's "$(echo no)" \\ \`no\``;
  const { url, log } = await serve();
  const curl = httpSnippets(url, key).find(({ id }) => id === "curl")?.code ?? "";
  const { stdout } = await shell(curl);
  expect(JSON.parse(stdout)).toMatchObject({ code: 400 });
  const { stdout: printed } = await shell(curl.replace("curl", "printf '%s\\n'"));
  expect(printed).toContain(JSON.stringify(key));
  expect(log.incoming).toEqual([]);
});
