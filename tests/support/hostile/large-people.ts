import { harmfulUpload } from "./harmful-upload";
import { type HostileClient, inTurn, many, type Target, upload } from "./hostile-client";

// People whose properties are large: each event of theirs once carried a copy of them all.

const MEGABYTE = 1_048_576;

const filler = (bytes: number) => "x".repeat(bytes);

const LARGE_MEGABYTES = 4;

/** One $identify with megabytes of properties, each of 1,000 characters. */
const grow = (target: Target, user: string) =>
  upload(target, "/batch", [
    {
      event_type: "$identify",
      user_id: user,
      user_properties: {
        $set: Object.fromEntries(
          many(Math.floor((LARGE_MEGABYTES * MEGABYTE) / 1_020), (n) => [`p${n}`, filler(1_000)]),
        ),
      },
    },
  ]);

/** One upload that makes a person large, then one of `count` events of that person, with `more` in each. */
const ofLargePerson = (
  name: string,
  count: number,
  more: (index: number) => object,
): HostileClient => ({
  name,
  surface: "/batch",
  needs: "the public key",
  meansHarm: true,
  strike: (target, round) => {
    const user = `large-${count}-${round}-${target.port}`;
    const events = many(count, (n) => ({
      event_type: "Song Played",
      user_id: user,
      insert_id: `${user}-${n}`,
      ...more(n),
    }));
    return inTurn([() => grow(target, user), () => upload(target, "/batch", events)]);
  },
});

export const LARGE_PEOPLE: readonly HostileClient[] = [
  ofLargePerson("200 events of a person of 4 MB", 200, () => ({})),
  ofLargePerson("events that each set 10 KB on a person of 4 MB", 100, (n) => ({
    user_properties: { [`q${n}`]: filler(10_000) },
  })),
  harmfulUpload(
    "a person who grows by 100 properties in each of 100 events",
    "/2/httpapi",
    (round) =>
      many(100, (n) => ({
        event_type: "$identify",
        user_id: `growing-${round}`,
        user_properties: Object.fromEntries(many(100, (k) => [`${n}-${k}`, filler(50)])),
      })),
  ),
  harmfulUpload("lists that 1,000 events append to and remove from", "/2/httpapi", (round) =>
    many(1_000, (n) => ({
      event_type: "$identify",
      user_id: `lists-${round}`,
      user_properties: {
        [n % 2 === 0 ? "$postInsert" : "$remove"]: Object.fromEntries(
          many(10, (k) => [`list-${k}`, many(20, (i) => (n + i) % 900)]),
        ),
      },
    })),
  ),
  harmfulUpload("320 people of 50 KB each", "/batch", (round) =>
    many(320, (n) => ({
      event_type: "$identify",
      user_id: `cached-${round}-${n}`,
      user_properties: { $set: { text: filler(1_000), many: many(48, () => filler(1_000)) } },
    })),
  ),
  harmfulUpload("2,000 people of 200 properties each", "/batch", (round) =>
    many(2_000, (n) => ({
      event_type: "$identify",
      user_id: `people-${round}-${n}`,
      user_properties: Object.fromEntries(many(200, (k) => [`property${k}`, filler(20)])),
    })),
  ),
];
