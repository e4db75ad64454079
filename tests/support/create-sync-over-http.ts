import { PRODUCT_TOKEN } from "./product";

/** Creates an enabled sync of all events with `seq` in the product's only project, over the management API. */
export const createSyncOverHttp = (
  url: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<number> => create(url, { ...SYNC, ...changes });

/** Creates an enabled relay into the sandbox's small Amplitude there. */
export const createRelayOverHttp = (url: string): Promise<number> => create(url, RELAY);

const SYNC = {
  partner: "customerio",
  display_name: "Chaos",
  enabled: true,
  config: {
    site_id: "sandbox-site",
    api_key: "sandbox-key",
    region: "us",
    requests_per_second: 1000,
  },
  send_users: true,
  send_events: true,
  event_filter: { events: ["_all"] },
  property_mappings: {
    identifier: "user_id",
    event_properties: ["seq"],
    user_properties: ["plan", "visits"],
  },
};

const RELAY = {
  partner: "amplitude",
  display_name: "Relay",
  enabled: true,
  config: { api_key: "sandbox-amplitude-key", region: "us" },
};

async function create(url: string, destination: object): Promise<number> {
  const headers = { Authorization: `Bearer ${PRODUCT_TOKEN}`, "Content-Type": "application/json" };
  const projects = await fetch(`${url}/v1/projects`, { headers });
  const listed = (await projects.json()) as { readonly data?: readonly { readonly id: string }[] };
  if (projects.status !== 200) throw new Error(`no projects: ${JSON.stringify(listed)}`);
  const response = await fetch(`${url}/v1/projects/${listed.data?.[0]?.id}/destinations`, {
    method: "POST",
    headers,
    body: JSON.stringify(destination),
  });
  const created = (await response.json()) as { readonly id: string };
  if (response.status !== 201) throw new Error(`no sync: ${JSON.stringify(created)}`);
  return Number(created.id);
}
