import { createHash } from "node:crypto";

/** All that is kept of a source's secret: 32 random bytes need no slow hash. */
export const hashSecret = (secret: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash("sha256").update(secret, "utf8").digest());
