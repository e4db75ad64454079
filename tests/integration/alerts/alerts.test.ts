import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addChannel } from "@/lib/admin/alerts/add-channel";
import type { AlertPorts } from "@/lib/admin/alerts/alert-ports";
import { evaluateAlerts } from "@/lib/admin/alerts/evaluate-alerts";
import { listAlerts } from "@/lib/admin/alerts/list-alerts";
import { listMessages } from "@/lib/admin/alerts/list-messages";
import { saveQuietHours } from "@/lib/admin/alerts/save-quiet-hours";
import { sendDue } from "@/lib/admin/alerts/send-due";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import type { Context } from "@/lib/admin/verb/context";
import { Secret } from "@/lib/kernel/secret";
import { createMailer } from "@/lib/platform/mailer";
import { createPublicAgent } from "@/lib/platform/public-agent";
import { deliveryWorld } from "@/tests/support/delivery-world";
import { type MailServer, startMailServer } from "@/tests/support/mail-server";
import { makeIncoming } from "@/tests/support/make-event";
import { makeSync, TEST_KEY } from "@/tests/support/make-sync";
import { runProgram } from "@/tests/support/processes";
import { until } from "@/tests/support/until";

const RETENTION_DAYS = 7;

const world = deliveryWorld();
let mail: MailServer;
let ports: AlertPorts;
let ctx: Context;
const agent = createPublicAgent(["127.0.0.1"]);

beforeAll(async () => {
  mail = await startMailServer();
  ports = {
    sendMail: createMailer({ url: new Secret(mail.url), from: "Tributary <t@example.com>" }),
    agent,
    publicUrl: "https://tributary.example.com",
  };
  ctx = world.contextAs({ kind: "system" });
});
afterEach(async () => {
  mail.onMail = null;
  await world.pool.query("DELETE FROM alert_channels");
  await world.pool.query("DELETE FROM alert_messages");
});
afterAll(async () => {
  await agent.close();
  await mail.close();
});

const evaluate = () => evaluateAlerts(ctx, RETENTION_DAYS);
const send = () => sendDue(ctx, ports, new AbortController().signal);
/** Moves what the database remembers of a time so many minutes back. */
const age = (table: string, column: string, minutes: number) =>
  world.pool.query(
    `UPDATE ${table} SET ${column} = ${column} - $1::int * interval '1 minute' WHERE ${column} IS NOT NULL`,
    [minutes],
  );
const mailsTo = (address: string) => mail.mails.filter(({ to }) => to.includes(address));
const addMail = (target: string, more = {}) =>
  addChannel(ctx, { projectId: world.project, kind: "email", target, ...more }, ports);
const open = async () => (await listAlerts(ctx, { projectId: world.project })).open;

/** A breaker that has been open for so many minutes. */
async function breakFor(syncId: number, minutes: number) {
  await world.pool.query(
    `INSERT INTO breakers (sync_id, reason, message, since, owner)
     VALUES ($1, 'unreachable', 'ECONNREFUSED', now() - $2::int * interval '1 minute', 'test')`,
    [syncId, minutes],
  );
}

test("an operator gets the mail, follows its link, mends, and gets the mail that it is over", async () => {
  const syncId = await makeSync(world.pool, world.project, { apiKey: "not-the-key" });
  await addMail("story@example.com");
  await world.log.append(world.project, [
    makeIncoming({ userId: "ann@example.com", receivedMs: Date.now() }),
  ]);
  const worker = world.startWorker();
  await until("the breaker is open", async () => {
    worker.worker.wakeAll();
    const { rowCount } = await world.pool.query("SELECT 1 FROM breakers WHERE sync_id = $1", [
      syncId,
    ]);
    return rowCount === 1;
  });
  await evaluate();
  expect(await open(), "a short interruption is no alert").toEqual([]);

  await age("breakers", "since", 3);
  await evaluate();
  await evaluate();
  await send();
  const [begun, ...more] = mailsTo("story@example.com");
  expect(more).toEqual([]);
  expect(begun?.subject).toBe("[Tributary] Warning: Test: nothing is sent");
  expect(begun?.text).toContain("WARNING  Test: nothing is sent");
  expect(begun?.text, "the reason that leads, and the remedy").toMatch(/credentials/i);
  const link = /https:\/\/tributary\.example\.com(\S+)/.exec(begun?.text ?? "")?.[1];
  expect(link).toBe(`/projects/${world.project}/destinations/${syncId}`);

  await age("breakers", "since", 10);
  await evaluate();
  await send();
  expect(mailsTo("story@example.com").map(({ subject }) => subject)).toEqual([
    "[Tributary] Warning: Test: nothing is sent",
    "[Tributary] Critical: Test: nothing is sent",
  ]);

  await updateSync(ctx, {
    id: syncId,
    version: 1,
    patch: { secrets: { api_key: "sandbox-key" } },
  });
  await until("the event is delivered", () => {
    worker.worker.wakeAll();
    return world.sandbox.workspace().events.count === 1;
  });
  await until("the breaker is closed", async () => {
    const { rowCount } = await world.pool.query("SELECT 1 FROM breakers WHERE sync_id = $1", [
      syncId,
    ]);
    return rowCount === 0;
  });
  await evaluate();
  expect(await open(), "it has to be well for a while").toHaveLength(1);
  await age("alerts", "better_since", 2);
  await evaluate();
  await evaluate();
  await send();
  const third = mailsTo("story@example.com").slice(2);
  expect(third.map(({ subject }) => subject)).toEqual([
    "[Tributary] Recovered: Test: nothing is sent",
  ]);
  const { open: left, ended } = await listAlerts(ctx, { projectId: world.project });
  expect([left, ended]).toMatchObject([[], [{ level: "critical", endedAt: expect.any(Date) }]]);
});

test("a change is told once, however many workers look and send", async () => {
  await breakFor(await makeSync(world.pool, world.project), 5);
  await addMail("once@example.com");
  await Promise.all([1, 2, 3, 4, 5].map(evaluate));
  await Promise.all([1, 2, 3, 4, 5].map(send));
  expect(mailsTo("once@example.com")).toHaveLength(1);
});

test("what begins together is one message", async () => {
  await breakFor(await makeSync(world.pool, world.project), 5);
  await breakFor(await makeSync(world.pool, world.project), 30);
  await addMail("all@example.com");
  await addMail("critical@example.com", { onlyCritical: true });
  await evaluate();
  await send();
  expect(mailsTo("all@example.com").map(({ subject }) => subject)).toEqual([
    "[Tributary] Test: 1 critical, 1 warning",
  ]);
  expect(mailsTo("critical@example.com").map(({ subject }) => subject)).toEqual([
    "[Tributary] Critical: Test: nothing is sent",
  ]);
});

test("a mail that is refused is sent again, in order, and the log says what was answered", async () => {
  const syncId = await makeSync(world.pool, world.project);
  await breakFor(syncId, 5);
  await addMail("later@example.com");
  mail.onMail = () => Object.assign(new Error("Come back later"), { responseCode: 451 });
  await evaluate();
  await send();
  await age("breakers", "since", 10);
  await evaluate();
  mail.onMail = null;
  await send();
  const log = async () => (await listMessages(ctx, { projectId: world.project })).items;
  expect(await log()).toMatchObject([
    { state: "waiting", attempts: 0 },
    { state: "waiting", attempts: 1, answer: expect.stringContaining("451 Come back later") },
  ]);
  await age("alert_messages", "next_at", 1);
  await send();
  expect(await log()).toMatchObject([
    { state: "sent", attempts: 1 },
    { state: "sent", attempts: 2 },
  ]);
  const [refused, again, next] = mailsTo("later@example.com");
  expect(again?.messageId).toBe(refused?.messageId);
  expect([again?.subject, next?.subject]).toEqual([
    "[Tributary] Warning: Test: nothing is sent",
    "[Tributary] Critical: Test: nothing is sent",
  ]);
});

test("in quiet hours a warning waits for their end, and what is critical does not", async () => {
  const syncId = await makeSync(world.pool, world.project);
  await breakFor(syncId, 5);
  await addMail("quiet@example.com");
  const time = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
  const quiet = { from: time(-7_200_000), to: time(7_200_000), timeZone: "UTC" };
  await saveQuietHours(ctx, { projectId: world.project, quiet });
  await evaluate();
  await send();
  expect(mailsTo("quiet@example.com")).toEqual([]);
  await age("breakers", "since", 10);
  await evaluate();
  await send();
  expect(mailsTo("quiet@example.com").map(({ subject }) => subject)).toEqual([
    "[Tributary] Critical: Test: nothing is sent",
  ]);
  await age("alert_messages", "next_at", 121);
  await send();
  expect(mailsTo("quiet@example.com").map(({ subject }) => subject)).toEqual([
    "[Tributary] Critical: Test: nothing is sent",
    "[Tributary] Warning: Test: nothing is sent",
  ]);
});

test("who is killed between sending and recording loses nothing: it is sent again under its id", async () => {
  mkdirSync(".data", { recursive: true });
  const dist = mkdtempSync(join(process.cwd(), ".data/test-dist-"));
  await build({
    entryPoints: [join(import.meta.dirname, "killed-sender-bundle.ts")],
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  await breakFor(await makeSync(world.pool, world.project), 5);
  await addMail("killed@example.com");
  await evaluate();
  const { connectionString } = world.pool.options;
  const sender = runProgram(join(dist, "killed-sender-bundle.js"), {
    DATABASE_URL: connectionString ?? "",
    ENCRYPTION_KEY: TEST_KEY.toString("base64"),
    SMTP_URL: mail.url,
    MAIL_FROM: "t@example.com",
  });
  mail.onMail = () => {
    sender.child.kill("SIGKILL");
    return null;
  };
  expect(await sender.ended, sender.output()).toBe("SIGKILL");
  mail.onMail = null;
  await send();
  expect(mailsTo("killed@example.com"), "its claim is still good").toHaveLength(1);
  await age("alert_messages", "next_at", 3);
  await send();
  await send();
  const ids = mailsTo("killed@example.com").map(({ messageId }) => messageId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  rmSync(dist, { recursive: true });
});
