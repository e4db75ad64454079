import { type Logger, pino } from "pino";
import { parseProcessEnv } from "./env";

const settings = parseProcessEnv();

/** The process's log: one JSON line per thing that happened. Credentials never reach it. */
export const logger: Logger = pino({
  level: settings.ok ? settings.value.logLevel : "info",
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ["req.headers.authorization", "req.headers.cookie", "*.password", "*.api_key"],
    censor: "[redacted]",
  },
});
