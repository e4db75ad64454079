import { createHash, randomBytes } from "node:crypto";
import type { Context } from "@/lib/admin/verb/context";

/** A session that nobody has used for so long is over; OWASP's upper end for a program of this kind. */
const IDLE_MS = 12 * 3_600_000;
/** Sign in again at least so often. */
export const SESSION_DAYS = 30;
/** Use is noted once a minute at most. */
const NOTE_EVERY_MS = 60_000;
const AGENT_CHARS_MAX = 300;

/** Only this is stored: whoever reads the table cannot be anybody. */
const hashOf = (value: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash("sha256").update(value, "utf8").digest());

/** From where a session was begun. */
export interface SessionFrom {
  readonly address: string | null;
  /** As the browser calls itself. */
  readonly agent: string;
}

/** A new session of the user; what its cookie carries. Those of theirs that are over are forgotten. */
export async function beginSession(
  { db, clock }: Pick<Context, "db" | "clock">,
  userId: number,
  { address, agent }: SessionFrom,
): Promise<string> {
  const [value, now] = [randomBytes(32).toString("base64url"), clock.now()];
  await db.session.deleteMany({ where: { userId, NOT: living(now) } });
  await db.session.create({
    data: {
      hash: hashOf(value),
      userId,
      beganAt: new Date(now),
      seenAt: new Date(now),
      agent: agent.slice(0, AGENT_CHARS_MAX),
      address,
    },
  });
  return value;
}

/** Which session the value of a cookie is, of which user; null when it has ended, and when it never was. */
export async function findSession(
  { db, clock }: Pick<Context, "db" | "clock">,
  value: string,
): Promise<{ readonly id: number; readonly userId: number } | null> {
  const now = clock.now();
  const row = await db.session.findFirst({ where: { hash: hashOf(value), ...living(now) } });
  if (row === null) return null;
  if (now - row.seenAt.getTime() > NOTE_EVERY_MS) {
    await db.session.updateMany({ where: { id: row.id }, data: { seenAt: new Date(now) } });
  }
  return { id: row.id, userId: row.userId };
}

export async function forgetSession({ db }: Pick<Context, "db">, value: string): Promise<void> {
  await db.session.deleteMany({ where: { hash: hashOf(value) } });
}

/** The sessions that are not over. Pure. */
export const living = (now: number) => ({
  seenAt: { gt: new Date(now - IDLE_MS) },
  beganAt: { gt: new Date(now - SESSION_DAYS * 86_400_000) },
});
