import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createPublicAgent } from "@/lib/platform/public-agent";

const open: { close(): Promise<unknown> | unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function serve(): Promise<{ readonly port: number; connections(): number }> {
  let connections = 0;
  const server: Server = createServer((_, res) => void res.end("reached"));
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(server);
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

function ask(url: string, networks: readonly string[] = []) {
  const agent = createPublicAgent(networks);
  open.push(agent);
  const { origin, pathname } = new URL(url);
  return agent.request({ origin, path: pathname, method: "GET" });
}

test.each([
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f.1",
  "0.0.0.0",
  "localhost",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:169.254.169.254]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fc00::1]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
])("never connects to %s", async (host) => {
  const server = await serve();
  await expect(ask(`https://${host}:${server.port}/`)).rejects.toThrow(/is no public address/);
  expect(server.connections()).toBe(0);
});

test("never connects by http://, also not to a public address", async () => {
  await expect(ask("http://93.184.216.34/")).rejects.toThrow(/enter an https:\/\/ address/);
});

test("connects to the networks that the operator has set, by address and by name", async () => {
  const server = await serve();
  for (const host of ["127.0.0.1", "localhost"]) {
    const { body } = await ask(`http://${host}:${server.port}/`, ["127.0.0.0/8", "::1"]);
    expect(await body.text()).toBe("reached");
  }
  await expect(ask(`http://127.0.0.1:${server.port}/`, ["10.0.0.0/8"])).rejects.toThrow();
});
