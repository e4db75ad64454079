import { type HostileClient, send } from "./hostile-client";

// Bodies without an end on the surfaces that need no key.

const CHUNK = Buffer.alloc(1_048_576, "a");
const MEGABYTES = 100;

/** 100 MB without a Content-Length. */
function* endless(begin: string): Iterable<Buffer> {
  yield Buffer.from(begin);
  for (let n = 0; n < MEGABYTES; n++) yield CHUNK;
}

const SURFACES = [
  ["/api/auth/callback/credentials", "application/x-www-form-urlencoded", "email=a&password="],
  ["/api/auth/signout", "application/json", '{"csrfToken":"'],
  ["/sign-in", "text/plain;charset=UTF-8", '["'],
  ["/v1/projects/1/destinations", "application/json", '{"display_name":"'],
  ["/api/pipeline/run", "application/json", '{"x":"'],
  ["/2/httpapi", "application/json", '{"api_key":"'],
] as const;

export const UNBOUNDED_BODIES: readonly HostileClient[] = [
  ...SURFACES.map(
    ([surface, type, begin]): HostileClient => ({
      name: `a body of ${MEGABYTES} MB`,
      surface,
      needs: "the network",
      meansHarm: true,
      strike: (target) =>
        send(target, surface, {
          body: () => endless(begin),
          headers: {
            "Content-Type": type,
            ...(surface === "/sign-in" && { "Next-Action": "0".repeat(42) }),
          },
        }),
    }),
  ),
];
