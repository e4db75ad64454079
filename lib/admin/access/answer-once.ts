import { createHash } from "node:crypto";
import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { invalidInput } from "@/lib/admin/verb/guards";
import { AppError, type AppErrorCode } from "@/lib/kernel/errors";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

/** As long as Stripe, whose header this is, remembers one. */
const REMEMBERED_MS = 24 * 3_600_000;
/** No call takes longer: beyond it its process is taken for dead. */
const CALL_MS_MAX = 10 * 60_000;

const NOT_KNOWN: ReadonlySet<AppErrorCode> = new Set(["outcome_unknown", "partly_stored"]);

const answerSchema = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
type Answer = z.infer<typeof answerSchema>;

interface OnceOnly {
  readonly tokenId: number;
  /** What the caller named the call. */
  readonly key: string;
  /** Method, address and body: the same key for another call is a mistake. */
  readonly request: string;
}

/**
 * Carries a call out once, however often it is sent: the answer to its repeats is the first one. A call that failed
 * may be sent again under its key. One whose process died before the answer was kept is not carried out again: whether
 * it was is not known, and that is said.
 */
export async function answerOnce(
  ctx: Pick<Context, "db" | "clock" | "cipher">,
  { tokenId, key, request }: OnceOnly,
  call: () => Promise<Answer>,
): Promise<Answer & { readonly replayed: boolean }> {
  const hash = Uint8Array.from(createHash("sha256").update(request).digest());
  const now = ctx.clock.now();
  const begunAt = { lt: new Date(now - REMEMBERED_MS) };
  await ctx.db.idempotencyKey.deleteMany({ where: { begunAt } });
  const { count } = await ctx.db.idempotencyKey.createMany({
    data: [{ tokenId, key, request: hash, begunAt: new Date(now) }],
    skipDuplicates: true,
  });
  const where = { tokenId, key };
  if (count === 0) {
    const known = await ctx.db.idempotencyKey.findFirst({ where });
    return { ...replay(ctx, known, hash), replayed: true };
  }
  try {
    const answer = await call();
    const sealed = ctx.cipher.encrypt(stringifyJson(answer), answerRow(tokenId, key));
    await ctx.db.idempotencyKey.updateMany({ where, data: { answer: sealed } });
    return { ...answer, replayed: false };
  } catch (error) {
    if (error instanceof AppError && !NOT_KNOWN.has(error.code))
      await ctx.db.idempotencyKey.deleteMany({ where });
    throw error;
  }
}

interface Known {
  readonly tokenId: number;
  readonly key: string;
  readonly request: Uint8Array;
  readonly answer: Uint8Array | null;
  readonly begunAt: Date;
}

function replay(
  { cipher, clock }: Pick<Context, "cipher" | "clock">,
  known: Known | null,
  hash: Uint8Array,
): Answer {
  if (known !== null && Buffer.compare(known.request, hash) !== 0) {
    const message = "was used for another call: give each call a key of its own";
    throw invalidInput([{ field: "Idempotency-Key", message, code: "reused" }]);
  }
  if (known !== null && known.answer !== null) {
    const text = cipher.decrypt(known.answer, answerRow(known.tokenId, known.key));
    return answerSchema.parse(parseJson(text));
  }
  if (known === null || clock.now() - known.begunAt.getTime() < CALL_MS_MAX) {
    throw new AppError("conflict", "A call with this Idempotency-Key is under way: wait for it");
  }
  throw new AppError(
    "outcome_unknown",
    "A call with this Idempotency-Key ended without an answer: look whether it was carried out, then use another key",
  );
}

/** The row that a kept answer is bound to. */
export const answerRow = (tokenId: number, key: string) => `answer:${tokenId}:${key}`;
