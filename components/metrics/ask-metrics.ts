import { type MetricsReport, metricsReport } from "@/lib/admin/syncs/metrics/metrics-report";
import type { Context } from "@/lib/admin/verb/context";
import { AppError } from "@/lib/kernel/errors";
import { toWindow, windowQuery } from "./metrics-window";

interface Subject {
  readonly projectId: number;
  readonly syncId?: number;
}

export interface AskedMetrics {
  readonly report: MetricsReport;
  /** The window in the query of an address; empty for the usual one. */
  readonly query: string;
  /** Why another window is shown than was asked for. */
  readonly error?: string;
}

/** The metrics of the window that the URL asks for; of a day, with the reason, when there is no such window. */
export async function askMetrics(
  ctx: Context,
  subject: Subject,
  query: Readonly<Record<string, string | string[] | undefined>>,
): Promise<AskedMetrics> {
  const read = (name: string) => [query[name]].flat()[0];
  const asked = toWindow(read);
  try {
    return {
      report: await metricsReport(ctx, { ...subject, ...asked }),
      query: windowQuery(asked),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid_input") throw error;
    return {
      report: await metricsReport(ctx, { ...subject, period: "ONE_DAY" }),
      query: "",
      error: `${error.message}. The last day is shown.`,
    };
  }
}
