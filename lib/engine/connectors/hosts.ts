import { AppError } from "@/lib/kernel/errors";
import { CONNECTORS } from "./registry";

/** The addresses in force of every connector: partner → host id → base URL without a trailing slash. */
export type ConnectorUrls = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Addresses {
  /** What the operator set, by variable. */
  readonly hostUrls: Readonly<Record<string, string>>;
  readonly sandbox: boolean;
  /** The sandbox's first listener; the others are on the next ports. */
  readonly sandboxPort: number;
}

const HOSTS = CONNECTORS.flatMap(({ definition }) => definition.hosts);

/** One line for each variable that is no address, saying what it must be. Pure. */
export const hostMistakes = (hostUrls: Addresses["hostUrls"]): readonly string[] =>
  HOSTS.filter(({ variable }) => hostUrls[variable] !== undefined)
    .filter(({ variable }) => !isHttpUrl(hostUrls[variable] ?? ""))
    .map(({ variable }) => `${variable} must be an http:// or https:// address`);

const isHttpUrl = (text: string): boolean =>
  URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);

/**
 * Where each connector calls: what the operator set, else the sandbox when it runs, else the destination's own. Pure.
 * AppError `invalid_input` for a variable that is no address.
 */
export function connectorUrls({ hostUrls, sandbox, sandboxPort }: Addresses): ConnectorUrls {
  const mistakes = hostMistakes(hostUrls);
  if (mistakes.length > 0) throw new AppError("invalid_input", mistakes.join("\n"));
  const addresses = CONNECTORS.map(({ definition: { partner, hosts } }) => {
    const urls = hosts.map(({ id, variable, url, sandboxListener }) => {
      const own = sandbox ? `http://127.0.0.1:${sandboxPort + sandboxListener}` : url;
      return [id, (hostUrls[variable] ?? own).replace(/\/+$/, "")] as const;
    });
    return [partner, Object.fromEntries(urls)] as const;
  });
  return Object.fromEntries(addresses);
}
