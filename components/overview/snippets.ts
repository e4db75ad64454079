export interface Snippet {
  readonly id: string;
  readonly label: string;
  readonly code: string;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const quoted = (text: string): string => JSON.stringify(text);

/** An argument of a POSIX shell. */
const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const curl = (url: string, body: unknown): string =>
  `curl ${shell(url)} \\\n  -H 'Content-Type: application/json' \\\n  -d ${shell(json(body))}`;

const EVENT = {
  user_id: "ada@example.com",
  event_type: "Song Played",
  event_properties: { title: "Clair de lune", seconds: 302 },
  user_properties: { plan: "pro" },
};

/** `url` is where ingestion listens, without a trailing slash. */
export function httpSnippets(url: string, apiKey: string): readonly Snippet[] {
  const serverUrl = quoted(`${url}/2/httpapi`);
  const event = `"Song Played", { title: "Clair de lune", seconds: 302 }`;
  return [
    {
      id: "browser",
      label: "Browser SDK",
      code: [
        `import * as amplitude from "@amplitude/analytics-browser";`,
        "",
        `amplitude.init(${quoted(apiKey)}, "ada@example.com", {`,
        `  serverUrl: ${serverUrl},`,
        "  remoteConfig: { fetchRemoteConfig: false },",
        "});",
        `amplitude.track(${event});`,
      ].join("\n"),
    },
    {
      id: "node",
      label: "Node SDK",
      code: [
        `import { flush, init, track } from "@amplitude/analytics-node";`,
        "",
        `await init(${quoted(apiKey)}, { serverUrl: ${serverUrl} }).promise;`,
        `track(${event}, { user_id: "ada@example.com" });`,
        "await flush().promise;",
      ].join("\n"),
    },
    {
      id: "curl",
      label: "curl",
      code: curl(`${url}/2/httpapi`, { api_key: apiKey, events: [EVENT] }),
    },
  ];
}

export const batchSnippet = (url: string, apiKey: string): string =>
  curl(`${url}/batch`, {
    api_key: apiKey,
    events: [EVENT, { ...EVENT, event_type: "Song Liked", event_properties: {} }],
  });

export const identifySnippet = (url: string, apiKey: string): string =>
  [
    `curl ${shell(`${url}/identify`)} \\`,
    `  --data-urlencode ${shell(`api_key=${apiKey}`)} \\`,
    `  --data-urlencode ${shell(`identification=${json({ user_id: EVENT.user_id, user_properties: EVENT.user_properties })}`)}`,
  ].join("\n");
