import { type HostileClient, send, type Target, together, upload } from "./hostile-client";

// Texts that a database, a log or a file name cannot hold, wherever a text is taken.

const ODD = ["\u0000", "\ud800", "\udfff\ud800", "\u202e", "a\u0000b", "'; --", "\\N", "\t\n\r\\."];

const oddEvents = (round: number) =>
  ODD.map((odd, n) => ({
    event_type: `Odd ${odd}`,
    user_id: `odd-${round}-${n}${odd}`,
    insert_id: `odd-${round}-${n}${odd}`,
    event_properties: { [odd]: odd, x: odd },
    user_properties: { $set: { [`p${odd}`]: odd } },
    groups: { [odd]: odd },
  }));

/** Names and times that no table expects. */
const strangeEvents = (round: number) =>
  [0, -1, 1e308, -1e18, 8.64e15 + 1].map((time, n) => ({
    event_type: "__proto__",
    user_id: `constructor-${round}-${n}`,
    time,
    event_properties: JSON.parse('{"__proto__":{"x":1},"constructor":1,"toString":2}'),
  }));

const UNAUTHENTICATED = [
  ["GET", "/api/2/event-streaming/delivery-metrics-summary", { Authorization: "Basic AAA6AAA=" }],
  ["GET", "/v1/projects?cursor=99999999999999999999", { Authorization: "Bearer \u00ff" }],
  ["GET", "/%00", {}],
  ["GET", "/sign-in?callbackUrl=%ff%00", {}],
  ["PROPFIND", "/2/httpapi", {}],
] as const;

const strangers = ({ port, apiKey }: Target) =>
  UNAUTHENTICATED.map(([method, path, headers]) =>
    send({ port, apiKey }, path, { method, headers }),
  );

export const ODD_TEXTS: readonly HostileClient[] = [
  {
    name: "texts with NUL, lone surrogates and what COPY escapes",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      together([
        ...oddEvents(round).map((event) => upload(target, "/2/httpapi", [event])),
        ...strangeEvents(round).map((event) => upload(target, "/2/httpapi", [event])),
      ]),
  },
  {
    name: "the same without a key, in heads and paths",
    surface: "the API, pages",
    needs: "the network",
    meansHarm: true,
    strike: (target) => together(strangers(target)),
  },
];
