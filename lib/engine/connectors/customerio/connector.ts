import type {
  ConnectionOptions,
  ConnectionResult,
  Connector,
} from "@/lib/engine/connectors/connector";
import { Secret } from "@/lib/kernel/secret";
import type { BaseUrls } from "./base-urls";
import { createCustomerIo } from "./customer-io";
import { CUSTOMER_IO } from "./definition";
import { eventId, eventKey } from "./event-id";
import { resolveAnonymous, resolveIdentifier } from "./identifier";
import { readConfig } from "./parameters";
import { checkReport, readReport } from "./report";
import { REPORTING, reportWords } from "./report-words";
import type { SenderOptions } from "./sender";
import { type ConnectionTest, testConnection } from "./test-connection";

/** Customer.io, as the product knows it. */
export const customerio: Connector = {
  definition: CUSTOMER_IO,
  identify: (config) => {
    const { identifier_type, without_identifier } = readConfig(config);
    return (value, event) => {
      const known = resolveIdentifier(value, identifier_type);
      return known.ok || event === undefined || without_identifier === "discard"
        ? known
        : resolveAnonymous(event, known.error);
    };
  },
  eventId: (event) => (event.kind === "event" ? eventId(event.timeMs, eventKey(event)) : null),
  account: (config) => {
    const { region, site_id, requests_per_second } = readConfig(config);
    return { id: `${region} ${site_id}`, requestsPerSecond: requests_per_second };
  },
  open: (options) =>
    createCustomerIo({ config: readConfig(options.config), sender: senderOf(options) }),
  reports: { read: readReport, check: checkReport, words: reportWords, ...REPORTING },
  test: async (options, signal) => toResult(await testConnection(senderOf(options), signal)),
};

function senderOf({ config, secrets, world }: ConnectionOptions): SenderOptions {
  const { site_id: siteId, region } = readConfig(config);
  const { clock, dispatcher, version, urls } = world;
  return {
    credentials: { siteId, apiKey: secrets["api_key"] ?? new Secret("") },
    region,
    baseUrls: baseUrlsOf(urls),
    clock,
    dispatcher,
    version,
  };
}

/** Every host that the definition declares has an address. */
function baseUrlsOf({ us, eu }: Readonly<Record<string, string>>): BaseUrls {
  if (us === undefined || eu === undefined) throw new Error("a region has no address");
  return { us, eu };
}

function toResult(test: ConnectionTest): ConnectionResult {
  switch (test.kind) {
    case "connected": {
      const workspace = test.workspaceId === null ? "" : `workspace ${test.workspaceId}, `;
      const message = `Connected: ${workspace}region ${test.region.toUpperCase()}`;
      return { kind: "connected", message, fix: null };
    }
    case "other_region": {
      const region = test.region.toUpperCase();
      return {
        kind: "wrong_region",
        message: `This workspace is in the ${region} region: switch Account Region`,
        fix: { parameter: "region", value: test.region, label: `Switch to ${region}` },
      };
    }
    case "refused":
    case "misconfigured":
    case "unreachable":
      return { kind: test.kind, message: test.message, fix: null };
  }
}
