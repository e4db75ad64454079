import type { Logger } from "pino";
import type { AlertPorts } from "@/lib/admin/alerts/alert-ports";
import { evaluateAlerts } from "@/lib/admin/alerts/evaluate-alerts";
import { sendDue } from "@/lib/admin/alerts/send-due";
import type { Context } from "@/lib/admin/verb/context";

/** What is due is sent so often. */
const LOOK_MS = 5_000;
/** Between two looks at what is wrong, over all processes. */
const EVALUATE_SECONDS = 15;

/** Until `stop`: finds out what is wrong, and tells those who want to know. Any worker may. */
export async function keepAlerts(
  ctx: Context,
  ports: AlertPorts,
  logRetentionDays: number,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    await keepAlertsOnce(ctx, ports, logRetentionDays, logger, stop);
    await ctx.clock.sleep(LOOK_MS * (0.5 + Math.random()), stop);
  }
}

/** Never rejects. What cannot be found out now keeps nobody from being told of what is known. */
export async function keepAlertsOnce(
  ctx: Context,
  ports: AlertPorts,
  logRetentionDays: number,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  try {
    if (await isDue(ctx)) await evaluateAlerts(ctx, logRetentionDays);
  } catch (error) {
    logger.error({ err: error }, "alerts.failed");
  }
  try {
    await sendDue(ctx, ports, stop);
  } catch (error) {
    logger.error({ err: error }, "alerts.not_sent");
  }
}

/** True for one of all processes, once in EVALUATE_SECONDS. */
async function isDue({ db }: Context): Promise<boolean> {
  const mine = await db.$executeRaw`
    UPDATE housekeeping SET alerts_at = now()
    WHERE alerts_at IS NULL OR alerts_at NOT BETWEEN now() - ${EVALUATE_SECONDS} * interval '1 second' AND now()`;
  return mine > 0;
}
