import type { HealthCheck } from "@/lib/admin/operations/health-check";

type Call = (check: () => HealthCheck) => Promise<HealthAnswer>;

interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: object;
}

export const NOT_KEPT = { "cache-control": "no-store" };

const CALLS = {
  // Asks nothing and nobody: the process runs.
  "/api/live": async () => ({ status: 200, body: { status: "live" } }),
  "/api/ready": async (check) => {
    const body = await check().ready();
    return { status: body.status === "ready" ? 200 : 503, body };
  },
  "/api/health": async (check) => {
    const body = await check().health();
    return { status: body.status === "ok" ? 200 : 503, body };
  },
} as const satisfies Readonly<Record<string, Call>>;

export type HealthPath = keyof typeof CALLS;

export const isHealthPath = (path: string): path is HealthPath => Object.hasOwn(CALLS, path);

/** Never rejects. */
export const answerHealth = (path: HealthPath, check: () => HealthCheck): Promise<HealthAnswer> =>
  CALLS[path](check);
