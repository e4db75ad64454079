import { harmfulUpload } from "./harmful-upload";
import { type HostileClient, many, sendGzip, together } from "./hostile-client";

// Much of what is small: names, people, keys that nobody knows.

export const FLOODS: readonly HostileClient[] = [
  harmfulUpload("one event with 10,050 property names", "/2/httpapi", (round) => [
    {
      event_type: "Named",
      user_id: `namer-${round}`,
      event_properties: Object.fromEntries(many(10_050, (n) => [`!${round}-${n}`, 1])),
    },
  ]),
  harmfulUpload("1,999 new event types in a request", "/2/httpapi", (round) =>
    many(1_999, (n) => ({ event_type: `!${round}-${n}`, user_id: `typist-${n % 100}` })),
  ),
  harmfulUpload("1,999 new people in a request", "/2/httpapi", (round) =>
    many(1_999, (n) => ({ event_type: "Seen", user_id: `new-${round}-${n}` })),
  ),
  harmfulUpload("devices that change hands 1,000 times in a request", "/2/httpapi", (round) =>
    many(1_000, (n) => ({
      event_type: "Seen",
      device_id: `shared-${round}-${n % 3}`,
      ...(n % 2 === 0 && { user_id: `holder-${n % 7}` }),
    })),
  ),
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
