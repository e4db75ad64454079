import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { build } from "esbuild";

type Amplitude = typeof import("@amplitude/analytics-browser");

declare global {
  interface Window {
    readonly amplitude: Amplitude;
  }
}

export interface Shop {
  readonly url: string;
  close(): Promise<void>;
}

/** A web site on a port of its own whose page carries the real Amplitude browser SDK as `window.amplitude`. */
export async function openShop(): Promise<Shop> {
  const script = await bundle();
  const server = createServer((req, res) => {
    if (req.url === "/amplitude.js") {
      res.writeHead(200, { "content-type": "text/javascript" }).end(script);
    } else {
      res.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export interface Visitor {
  readonly apiKey: string;
  readonly serverUrl: string;
  readonly userId: string;
  readonly transport?: "fetch" | "beacon";
}

/** Opens the shop as a visitor and starts the SDK, which from then on sends its page views by itself. */
export async function visit(page: Page, shop: Shop, visitor: Visitor): Promise<void> {
  await page.goto(shop.url);
  await page.evaluate(async ({ apiKey, serverUrl, userId, transport }) => {
    const { init } = window.amplitude;
    await init(apiKey, userId, {
      serverUrl,
      transport: transport ?? "fetch",
      remoteConfig: { fetchRemoteConfig: false },
      autocapture: { pageViews: true },
      logLevel: 0,
    }).promise;
  }, visitor);
}

/** What the SDK makes of the server's answer for one event. */
export const track = (page: Page, name: string, properties: Record<string, unknown>) =>
  page.evaluate(
    async ([event, data]) => {
      const sent = window.amplitude.track(event, data);
      await window.amplitude.flush().promise;
      return (await sent.promise).code;
    },
    [name, properties] as const,
  );

/** An Identify with `$set` of each property. */
export const identify = (page: Page, properties: Record<string, string | number>) =>
  page.evaluate(async (values) => {
    const change = new window.amplitude.Identify();
    for (const [name, value] of Object.entries(values)) change.set(name, value);
    const sent = window.amplitude.identify(change);
    await window.amplitude.flush().promise;
    return (await sent.promise).code;
  }, properties);

const PAGE = `<!doctype html><title>Shop</title><h1>Shop</h1><script src="/amplitude.js"></script>`;

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import * as amplitude from "@amplitude/analytics-browser"; window.amplitude = amplitude;`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}
