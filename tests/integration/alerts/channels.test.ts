import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addChannel } from "@/lib/admin/alerts/add-channel";
import type { ChannelKind } from "@/lib/admin/alerts/alert-channel";
import { listChannels } from "@/lib/admin/alerts/list-channels";
import { listMessages } from "@/lib/admin/alerts/list-messages";
import { removeChannel } from "@/lib/admin/alerts/remove-channel";
import { testChannel } from "@/lib/admin/alerts/test-channel";
import { createProject } from "@/lib/admin/projects/create-project";
import { createPublicAgent } from "@/lib/platform/public-agent";
import { createWorld, tokenActor, type World } from "@/tests/integration/verbs/world";

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let world: World;
let server: Server;
let origin: string;
let projectId: number;
let received: Received[] = [];
let answer = { status: 200, headers: {}, body: "ok" };
const agents = { own: createPublicAgent(["127.0.0.1"]), stranger: createPublicAgent([]) };

beforeAll(async () => {
  world = await createWorld();
  server = createServer(async (req, res) => {
    received.push({ path: req.url ?? "", headers: req.headers, body: await text(req) });
    res.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  received = [];
  answer = { status: 200, headers: {}, body: "ok" };
  projectId = (await createProject(world.system, { name: "Hooks" })).id;
});
afterAll(async () => {
  server.close();
  await Promise.all(Object.values(agents).map((agent) => agent.close()));
  await world.close();
});

const portsOf = (agent: keyof typeof agents) => ({
  sendMail: null,
  agent: agents[agent],
  publicUrl: "https://tributary.example.com",
});

async function tried(kind: ChannelKind, path: string, agent: keyof typeof agents = "own") {
  const ports = portsOf(agent);
  const added = await addChannel(world.system, { projectId, kind, target: origin + path }, ports);
  return { ...added, sent: await testChannel(world.system, { id: added.channel.id }, ports) };
}

test("a webhook is signed as Standard Webhooks says", async () => {
  const { sent, signingKey } = await tried("webhook", "/hook?of=ours");
  expect(sent).toEqual({ isSent: true, answer: "200 ok" });
  const [{ path, headers, body } = { path: "", headers: {}, body: "" }] = received;
  expect(path).toBe("/hook?of=ours");
  const key = Buffer.from(signingKey?.replace("whsec_", "") ?? "", "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  expect(headers["webhook-signature"]).toBe(
    `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
  );
  expect(JSON.parse(body)).toMatchObject({
    type: "alerts.test",
    timestamp: expect.any(String),
    data: { project: { id: projectId, name: "Hooks" }, changes: [] },
  });
});

test("Slack gets a text", async () => {
  expect((await tried("slack", "/services/T0/B0/secretsecret")).sent.isSent).toBe(true);
  expect(JSON.parse(received[0]?.body ?? "{}")).toEqual({
    text: expect.stringContaining("[Tributary] Hooks: test message"),
  });
});

test("the address is a secret: neither list nor log nor answer has it", async () => {
  answer = { ...answer, status: 404, body: "no such hook: /services/T0/B0/secretsecret" };
  const { sent } = await tried("slack", "/services/T0/B0/secretsecret");
  expect(sent).toEqual({ isSent: false, answer: "404 no such hook: [redacted]" });
  const channels = await listChannels(world.system, { projectId });
  const { items } = await listMessages(world.system, { projectId });
  expect(JSON.stringify([channels, items])).not.toContain("secretsecret");
  expect(items).toMatchObject([{ about: "test", state: "failed", attempts: 1 }]);
  const { rows } = { rows: await world.db.alertChannel.findMany({ where: { projectId } }) };
  expect(Buffer.from(rows[0]?.secrets ?? []).toString("latin1")).not.toContain("secretsecret");
});

test("no redirect is followed", async () => {
  answer = { status: 307, headers: { location: `${origin}/internal` }, body: "" };
  const { sent } = await tried("webhook", "/hook");
  expect(sent).toEqual({ isSent: false, answer: expect.stringMatching(/^307: .* redirects/) });
  expect(received.map(({ path }) => path)).toEqual(["/hook"]);
});

test("a private address that the operator has not allowed is never connected to", async () => {
  const { sent } = await tried("webhook", "/hook", "stranger");
  expect(sent).toEqual({ isSent: false, answer: expect.stringMatching(/is 127\.0\.0\.1/) });
  expect(received).toEqual([]);
});

test.each([
  ["email", "ann", /must be one e-mail address/],
  ["email", "ann@example.com, bob@example.com", /must be one e-mail address/],
  ["email", "ann@example.com", /No mail server is known/],
  ["slack", "ftp://example.com", /must be an https:\/\/ address/],
  ["webhook", "https://ann:secret@example.com/", /must not have a user/],
] as const)("%s to %s is refused", async (kind, target, message) => {
  const added = addChannel(world.system, { projectId, kind, target }, portsOf("own"));
  await expect(added).rejects.toMatchObject({
    fieldErrors: [{ field: "target", message: expect.stringMatching(message) }],
  });
});

test("a channel that is removed gets nothing that waits, and what was sent stays on record", async () => {
  const { channel } = await tried("webhook", "/hook");
  await world.db.alertMessage.updateMany({ where: { projectId }, data: { state: "waiting" } });
  await removeChannel(world.system, { id: channel.id });
  expect(await listChannels(world.system, { projectId })).toEqual([]);
  expect((await listMessages(world.system, { projectId })).items).toMatchObject([
    { state: "cancelled", answer: "The channel was removed" },
  ]);
});

test("a token changes none of it", async () => {
  const ctx = world.as(tokenActor("full"));
  await expect(listChannels(ctx, { projectId })).rejects.toMatchObject({ code: "forbidden" });
});
