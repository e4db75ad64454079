import { type HostileClient, inTurn, many, type Target, upload } from "./hostile-client";

// People whose properties are large: each event of theirs once carried a copy of them all.

const MEGABYTE = 1_048_576;

const eventOf = (user: string, n: number) => ({
  event_type: "Song Played",
  user_id: user,
  insert_id: `${user}-${n}`,
});

const filler = (bytes: number) => "x".repeat(bytes);

/** One $identify with `megabytes` of properties, each of 1,000 characters. */
const grow = (target: Target, user: string, megabytes: number) =>
  upload(target, "/batch", [
    {
      event_type: "$identify",
      user_id: user,
      user_properties: {
        $set: Object.fromEntries(
          many(Math.floor((megabytes * MEGABYTE) / 1_020), (n) => [`p${n}`, filler(1_000)]),
        ),
      },
    },
  ]);

const manyEvents = (target: Target, user: string, count: number) =>
  upload(
    target,
    "/batch",
    many(count, (n) => eventOf(user, n)),
  );

export const LARGE_PEOPLE: readonly HostileClient[] = [
  {
    name: "200 events of a person of 4 MB",
    surface: "/batch",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) => {
      const user = `large-${round}-${target.port}`;
      return inTurn([() => grow(target, user, 4), () => manyEvents(target, user, 200)]);
    },
  },
  {
    name: "events that each set 10 KB on a person of 4 MB",
    surface: "/batch",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) => {
      const user = `rewritten-${round}-${target.port}`;
      return inTurn([
        () => grow(target, user, 4),
        () =>
          upload(
            target,
            "/batch",
            many(100, (n) => ({
              ...eventOf(user, n),
              user_properties: { [`q${n}`]: filler(10_000) },
            })),
          ),
      ]);
    },
  },
  {
    name: "a person who grows by 100 properties in each of 100 events",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(
        target,
        "/2/httpapi",
        many(100, (n) => ({
          event_type: "$identify",
          user_id: `growing-${round}`,
          user_properties: Object.fromEntries(many(100, (k) => [`${n}-${k}`, filler(50)])),
        })),
      ),
  },
  {
    name: "lists that 1,000 events append to and remove from",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(
        target,
        "/2/httpapi",
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
  },
  {
    name: "320 people of 50 KB each",
    surface: "/batch",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(
        target,
        "/batch",
        many(320, (n) => ({
          event_type: "$identify",
          user_id: `cached-${round}-${n}`,
          user_properties: { $set: { text: filler(1_000), many: many(48, () => filler(1_000)) } },
        })),
      ),
  },
  {
    name: "2,000 people of 200 properties each",
    surface: "/batch",
    needs: "the public key",
    meansHarm: true,
    strike: (target, round) =>
      upload(
        target,
        "/batch",
        many(2_000, (n) => ({
          event_type: "$identify",
          user_id: `people-${round}-${n}`,
          user_properties: Object.fromEntries(many(200, (k) => [`property${k}`, filler(20)])),
        })),
      ),
  },
];
