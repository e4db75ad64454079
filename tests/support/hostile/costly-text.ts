import { harmfulUpload } from "./harmful-upload";
import { type HostileClient, many, sendGzip } from "./hostile-client";

// Texts on which a careless reader of numbers, lists or patterns works for longer than they are.

/** A text that a backtracking pattern tries to read as a number in n²/2 ways. */
const NEARLY_A_NUMBER = `${"1".repeat(1_023)}x`;
const NEARLY_A_PATTERN = `${"a*".repeat(40)}b`;

export const COSTLY_TEXT: readonly HostileClient[] = [
  harmfulUpload("$add of 4,000 texts that are nearly numbers", "/batch", (round) =>
    many(4, (event) => ({
      event_type: "$identify",
      user_id: `adding-${round}`,
      user_properties: {
        $add: Object.fromEntries(many(1_000, (n) => [`p${event}-${n}`, NEARLY_A_NUMBER])),
      },
    })),
  ),
  harmfulUpload("lists of 900 texts that are nearly numbers, for a filter", "/batch", (round) =>
    many(9, (n) => ({
      event_type: "Song Played",
      user_id: `filtered-${round}-${n % 3}`,
      event_properties: { x: many(900, () => NEARLY_A_NUMBER) },
    })),
  ),
  harmfulUpload("long texts of patterns and separators, for a filter", "/batch", (round) =>
    many(200, (n) => ({
      event_type: "Song Played",
      user_id: `patterned-${round}-${n}`,
      event_properties: { x: many(100, () => NEARLY_A_PATTERN), y: "a,".repeat(500) },
    })),
  ),
  {
    name: "numbers of 100,000 digits",
    surface: "/batch",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) => {
      const digits = "7".repeat(100_000);
      const numbers = many(20, (n) => `"n${n}":${digits}.${digits}e-9`).join(",");
      // Written by hand: JSON.stringify would round them.
      const event = `{"event_type":"Song Played","user_id":"digits-${round}","event_properties":{"x":${digits},${numbers}}}`;
      return sendGzip(target, "/batch", `{"api_key":"${target.apiKey}","events":[${event}]}`);
    },
  },
];
