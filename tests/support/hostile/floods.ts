import { type HostileClient, many, sendGzip, together, upload } from "./hostile-client";

// Much of what is small: names, people, keys that nobody knows.

export const FLOODS: readonly HostileClient[] = [
  {
    name: "one event with 10,050 property names",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(target, "/2/httpapi", [
        {
          event_type: "Named",
          user_id: `namer-${round}`,
          event_properties: Object.fromEntries(many(10_050, (n) => [`!${round}-${n}`, 1])),
        },
      ]),
  },
  {
    name: "1,999 new event types in a request",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(
        target,
        "/2/httpapi",
        many(1_999, (n) => ({ event_type: `!${round}-${n}`, user_id: `typist-${n % 100}` })),
      ),
  },
  {
    name: "1,999 new people in a request",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(
        target,
        "/2/httpapi",
        many(1_999, (n) => ({ event_type: "Seen", user_id: `new-${round}-${n}` })),
      ),
  },
  {
    name: "devices that change hands 1,000 times in a request",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(
        target,
        "/2/httpapi",
        many(1_000, (n) => ({
          event_type: "Seen",
          device_id: `shared-${round}-${n % 3}`,
          ...(n % 2 === 0 && { user_id: `holder-${n % 7}` }),
        })),
      ),
  },
  {
    name: "200 requests at once under unknown keys",
    surface: "/2/httpapi",
    needs: "the network",
    meansHarm: true,
    strike: (target, round) =>
      together(
        many(200, (n) =>
          sendGzip(
            target,
            "/2/httpapi",
            JSON.stringify({ api_key: `unknown-${round}-${n}`, events: [{ event_type: "X" }] }),
          ),
        ),
      ),
  },
];
