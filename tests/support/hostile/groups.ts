import { type Blow, type HostileClient, many, send, type Target, together } from "./hostile-client";

// Ordinary group analytics, as Amplitude's own SDKs send it. There is no harm meant.

const identification = (n: number) => ({
  group_type: "company",
  group_value: `company-${n}`,
  group_properties: { plan: "pro" },
});

const groupIdentify = (target: Target, count: number): Promise<Blow> =>
  send(target, "/groupidentify", {
    body: new URLSearchParams({
      api_key: target.apiKey,
      identification: JSON.stringify(many(count, identification)),
    }).toString(),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });

export const GROUPS: readonly HostileClient[] = [
  {
    name: "group identifies, four at once",
    surface: "/groupidentify",
    needs: "the public key",
    meansHarm: false,
    strike: (target) => together(many(4, () => groupIdentify(target, 1))),
  },
  {
    name: "1,024 group identifies in one request",
    surface: "/groupidentify",
    needs: "the public key",
    meansHarm: false,
    strike: (target) => groupIdentify(target, 1_024),
  },
  {
    name: "$groupidentify events without ids",
    surface: "/2/httpapi",
    needs: "the public key",
    meansHarm: false,
    strike: (target) =>
      together(
        many(2, () =>
          send(target, "/2/httpapi", {
            body: JSON.stringify({
              api_key: target.apiKey,
              events: many(2, (n) => ({
                event_type: "$groupidentify",
                groups: { company: `company-${n}` },
                group_properties: { $set: { plan: "pro" } },
              })),
            }),
          }),
        ),
      ),
  },
];
