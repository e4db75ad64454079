import { type HostileClient, upload } from "./hostile-client";

/** A client that has the public key and harms by one upload of events, made anew in each round. */
export const harmfulUpload = (
  name: string,
  surface: "/batch" | "/2/httpapi",
  events: (round: number) => readonly object[],
): HostileClient => ({
  name,
  surface,
  needs: "the public key",
  meansHarm: true,
  strike: (target, round) => upload(target, surface, events(round)),
});
