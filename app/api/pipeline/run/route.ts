import { z } from "zod";
import { systemClock } from "@/lib/kernel/clock";
import { runPipeline } from "@/lib/processes/worker/run-pipeline";
import { methods } from "@/lib/web/methods";
import { route } from "@/lib/web/route";

export const maxDuration = 300;

const query = z.strictObject({ seconds: z.coerce.number().int().min(1).max(290).default(50) });

const run = route({ scope: "pipeline:run", query, answer: z.unknown() }, ({ query: { seconds } }) =>
  runPipeline({ untilMs: systemClock.now() + seconds * 1_000 }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: run });
