import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "@/tests/support/database";
import { exportLine } from "@/tests/support/export-line";
import { call, makeToken, startApi, system } from "./api";

let database: TestDatabase;
let token: string;
let projectId: number;
let destinationId: number;
let relayId: number;

beforeAll(async () => {
  database = await startApi();
  token = await makeToken("destinations:read", "destinations:write");
  const { createProject } = await import("@/lib/admin/projects/create-project");
  const { createSync } = await import("@/lib/admin/syncs/create-sync");
  const ctx = await system();
  projectId = (await createProject(ctx, { name: "Shop" })).id;
  const create = (more: object) =>
    createSync(ctx, { projectId, name: "Marketing", enabled: true, ...more });
  destinationId = (await create({ config: { site_id: "site-1" }, secrets: { api_key: "key" } })).id;
  relayId = (
    await create({ name: "Relay", partner: "amplitude", config: {}, secrets: { api_key: "key" } })
  ).id;
});
afterAll(() => database.close());

/** A form as curl sends it: fields in their order, the file last. */
async function post(fields: Readonly<Record<string, string>>, file: Buffer | null) {
  const { POST } = await import("@/app/v1/projects/[project_id]/backfills/route");
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file !== null) form.set("file", new Blob([Uint8Array.from(file)]), "export.json.gz");
  const request = new Request("http://localhost/v1/projects/1/backfills", {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  const params = Promise.resolve({ project_id: String(projectId) });
  const response = await POST(request, { params });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const params = (id: string) => ({ project_id: String(projectId), id });

test("a file is taken as it comes, in parts, and counted; the list has it, and it can be cancelled", async () => {
  // What does not compress, for several parts.
  const noise = Array.from({ length: 60 }, () => ({
    text: crypto.getRandomValues(Buffer.alloc(30_000)).toString("hex"),
  }));
  const file = gzipSync(
    noise.map((event_properties) => exportLine({ event_properties })).join("\n"),
  );
  expect(file.length).toBeGreaterThan(1_000_000);
  const { status, body } = await post(
    { destinations: String(destinationId), users_only: "false", dry_run: "true" },
    file,
  );
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: "export.json.gz",
    status: "counting",
    destinations: [destinationId],
    users_only: false,
  });
  const ctx = await system();
  const parts = await ctx.db.backfillPart.findMany({ where: { backfillId: Number(body.id) } });
  const kept = parts.sort((a, b) => a.part - b.part).map(({ content }) => content);
  expect(Buffer.concat(kept).equals(file)).toBe(true);
  const list = await import("@/app/v1/projects/[project_id]/backfills/route");
  const listed = await call(list.GET, "GET", { token, params: params("") });
  expect(listed.body).toMatchObject({ data: [{ id: body.id }], has_more: false });
  const cancel = await import("@/app/v1/projects/[project_id]/backfills/[id]/cancel/route");
  const cancelled = await call(cancel.POST, "POST", { token, params: params(body.id) });
  expect(cancelled.body).toMatchObject({ status: "cancelled" });
  const one = await import("@/app/v1/projects/[project_id]/backfills/[id]/route");
  const read = await call(one.GET, "GET", { token, params: params(body.id) });
  expect(read.body).toMatchObject({ id: body.id, status: "cancelled", faults: [] });
});

test("what cannot be taken is said by its field, and nothing is kept of it", async () => {
  const file = gzipSync(exportLine());
  const problem = async (fields: Readonly<Record<string, string>>, sent: Buffer | null = file) => {
    const { status, body } = await post(fields, sent);
    return { status, detail: body.detail };
  };
  expect(await problem({ destinations: String(destinationId) }, null)).toEqual({
    status: 400,
    detail: expect.stringContaining("file is missing"),
  });
  expect(await problem({})).toMatchObject({
    status: 400,
    detail: expect.stringContaining("destination"),
  });
  expect(await problem({ destinations: `${relayId}` })).toMatchObject({
    status: 400,
    detail: expect.stringContaining("“Relay” takes events as they were sent"),
  });
  expect(await problem({ destinations: `${destinationId}`, users_only: "true" })).toMatchObject({
    status: 400,
    detail: expect.stringContaining("does not create and update users"),
  });
  const ctx = await system();
  expect(await ctx.db.backfill.count({ where: { projectId, status: "open" } })).toBe(0);
});

test("hours that Amplitude cannot answer are refused by their field", async () => {
  const { POST } = await import("@/app/v1/projects/[project_id]/backfills/route");
  const ask = (range: object) =>
    call(POST, "POST", {
      token,
      params: params(""),
      body: {
        from: "amplitude_export",
        api_key: "a",
        secret_key: "b",
        destinations: [destinationId],
        dry_run: true,
        start: "20250101T00",
        end: "20250102T00",
        ...range,
      },
    });
  expect((await ask({ end: "20241231T23" })).body).toMatchObject({
    validation_errors: [{ field: "end", message: "must not be before the start" }],
  });
  expect((await ask({ end: "20260102T00" })).status).toBe(400);
  expect((await ask({ start: "2025-01-01" })).status).toBe(400);
  const made = await ask({});
  expect(made).toMatchObject({ status: 201, body: { status: "fetching" } });
  expect(JSON.stringify(made.body)).not.toContain("secret_key");
});
