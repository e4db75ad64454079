import { z } from "zod";

const listSchema = z.object({
  data: z.array(z.object({ id: z.coerce.string(), name: z.string().optional() })),
});
const destinationsSchema = z.object({
  data: z.array(z.object({ id: z.string(), display_name: z.string() })),
});

interface ManagementApi {
  readonly baseUrl: string;
  readonly token: string;
}

/** Creates the demo's enabled syncs into the sandbox through the Management API, unless they are there. */
export async function ensureSyncs(
  api: ManagementApi,
  projectName: string,
  sandboxUrl: string,
): Promise<void> {
  const { data: projects } = listSchema.parse(await call(api, "/v1/projects"));
  const project = projects.find(({ name }) => name === projectName);
  if (project === undefined) throw new Error(`there is no project ${projectName}`);
  const path = `/v1/projects/${project.id}/destinations`;
  const { data: existing } = destinationsSchema.parse(await call(api, path));
  const names = existing.map(({ display_name }) => display_name);
  for (const destination of [TO_CUSTOMER_IO, TO_AMPLITUDE]) {
    if (!names.includes(destination.display_name)) await call(api, path, destination);
  }
  const { data: made } = destinationsSchema.parse(await call(api, path));
  const reported = made.find(({ display_name }) => display_name === TO_CUSTOMER_IO.display_name);
  if (reported !== undefined) await ensureReporting(api, reported.id, sandboxUrl);
}

/** The sandbox keeps nothing over a restart: its webhook is made anew, with the App API, as a person would at Customer.io. */
async function ensureReporting(
  { baseUrl }: ManagementApi,
  id: string,
  sandboxUrl: string,
): Promise<void> {
  await call({ baseUrl: sandboxUrl, token: "sandbox-site-app-key" }, "/v1/reporting_webhooks", {
    name: "Tributary",
    endpoint: `${baseUrl}/hooks/customerio/${id}`,
    events: ["email_sent", "email_delivered", "email_opened", "email_bounced"],
  });
}

// The credentials are the sandbox's defaults.

const TO_CUSTOMER_IO = {
  partner: "customerio",
  display_name: "Vinyl & Co to Customer.io",
  enabled: true,
  config: {
    site_id: "sandbox-site",
    api_key: "sandbox-key",
    webhook_signing_key: "sandbox-site-signing-key",
    region: "us",
    delivery_mode: "batch",
    identifier_type: "auto",
  },
  send_users: true,
  send_events: true,
  event_filter: {
    events: ["Signed Up", "Song Played", "Purchase"],
    property_filters: { Purchase: [{ property: "ep:price", op: "greater", values: ["10"] }] },
  },
  property_mappings: {
    identifier: "user_id",
    event_properties: ["song", "artist", "album", "genre", "sku", "format", "price", "referrer"],
    user_properties: ["name", "email", "city", "plan", "purchases", "total_spent", "last_purchase"],
  },
};

const TO_AMPLITUDE = {
  partner: "amplitude",
  display_name: "Vinyl & Co to Amplitude",
  enabled: true,
  config: { api_key: "sandbox-amplitude-key", region: "us" },
};

async function call(api: ManagementApi, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${api.baseUrl}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
