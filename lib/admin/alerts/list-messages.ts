import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { decodeCursor, type Page, pageInput, toPage } from "@/lib/admin/verb/paging";
import { type AlertChange, alertChangesSchema } from "./alert-change";

const STATES = ["waiting", "sent", "failed", "cancelled"] as const;
export type MessageState = (typeof STATES)[number];

/** A line of the log of what was sent. */
export interface AlertMessageView {
  readonly id: number;
  readonly kind: string;
  readonly target: string;
  readonly about: "alerts" | "test";
  readonly changes: readonly AlertChange[];
  readonly state: MessageState;
  readonly attempts: number;
  /** While it waits: when it is tried next. */
  readonly nextAt: Date | null;
  /** What was answered last; empty before the first attempt. */
  readonly answer: string;
  readonly createdAt: Date;
}

const listMessagesInput = z.object({ projectId: projectIdSchema, ...pageInput });

/** Newest first. */
export async function listMessages(
  ctx: Context,
  rawInput: z.input<typeof listMessagesInput>,
): Promise<Page<AlertMessageView>> {
  requirePerson(ctx, "alerts:write");
  const { projectId, cursor, limit } = parseInput(listMessagesInput, rawInput);
  requireIn(ctx, "alerts:write", projectId);
  const before = decodeCursor(cursor, Number.MAX_SAFE_INTEGER);
  await getProject(ctx, { projectId });
  const rows = await ctx.db.alertMessage.findMany({
    where: { projectId, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const views = rows.map(
    ({ id, kind, target, about, changes, state, attempts, nextAt, answer, createdAt }) => ({
      id: Number(id),
      kind,
      target,
      about: about === "test" ? ("test" as const) : ("alerts" as const),
      changes: alertChangesSchema.parse(changes),
      state: STATES.find((known) => known === state) ?? "waiting",
      attempts,
      nextAt: state === "waiting" ? nextAt : null,
      answer,
      createdAt,
    }),
  );
  return toPage(views, limit, ({ id }) => id);
}
