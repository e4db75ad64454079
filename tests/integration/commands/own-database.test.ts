import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { requireDatabase } from "@/lib/processes/supervisor/own-database";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { freePorts } from "@/tests/support/processes";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const int16 = (n: number) => Buffer.from([n >> 8, n & 255]);
const int32 = (n: number) => Buffer.from([n >> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
const text = (value: string) => Buffer.from(`${value}\0`);

/** The wire of a server that lets everybody in and answers every query with its version. */
async function serverOfVersion(version: string): Promise<number> {
  const idle = message("Z", Buffer.from("I"));
  const column = Buffer.concat([
    text("server_version_num"),
    int32(0),
    int16(0),
    int32(25),
    int16(-1),
    int32(-1),
    int16(0),
  ]);
  const answer = Buffer.concat([
    message("T", Buffer.concat([int16(1), column])),
    message("D", Buffer.concat([int16(1), int32(version.length), Buffer.from(version)])),
    message("C", text("SHOW")),
    idle,
  ]);
  const listening = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(Buffer.concat([message("R", int32(0)), idle]));
      socket.on("data", (chunk: Buffer) => {
        if (chunk.toString("latin1", 0, 1) === "Q") socket.write(answer);
      });
    });
  }).listen(0, "127.0.0.1");
  server = listening;
  await once(listening, "listening");
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return address.port;
}

test("a database that answers and is new enough is accepted", async () => {
  await expect(requireDatabase(database.url)).resolves.toBeUndefined();
});

test("a server older than 15 is refused by its version", async () => {
  const port = await serverOfVersion("140011");
  await expect(requireDatabase(`postgresql://u:secret@127.0.0.1:${port}/x`)).rejects.toThrow(
    /^DATABASE_URL: the server at 127\.0\.0\.1:\d+\/x is PostgreSQL 14; use version 15 or newer/,
  );
});

test("version 15 is not refused", async () => {
  const port = await serverOfVersion("150000");
  await expect(
    requireDatabase(`postgresql://u:secret@127.0.0.1:${port}/x`),
  ).resolves.toBeUndefined();
});

test("where nothing answers, the line says where and what to do, without the password", async () => {
  const port = await freePorts(1);
  const attempt = requireDatabase(`postgresql://u:secret@127.0.0.1:${port}/x`, 0);
  await expect(attempt).rejects.toThrow(
    new RegExp(
      `^DATABASE_URL: no PostgreSQL answers at 127\\.0\\.0\\.1:${port}/x \\(.*\\): start it`,
    ),
  );
  await expect(attempt).rejects.not.toThrow(/secret/);
});

test("a database that comes up a moment later is waited for", async () => {
  const port = await freePorts(1);
  const attempt = requireDatabase(`postgresql://u:p@127.0.0.1:${port}/x`);
  const late = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
  server = late;
  // Anything but "nobody listens there" ends the waiting.
  await expect(attempt).rejects.toThrow(/no PostgreSQL answers/);
});

test("a wrong password and a missing database are told apart", async () => {
  const wrongPassword = database.url.replace(/:[^:@/]+@/, ":wrong@");
  await expect(requireDatabase(wrongPassword)).rejects.toThrow(/refuses the user name or password/);
  await expect(requireDatabase(`${database.url}_gone`)).rejects.toThrow(/_gone does not exist/);
});
