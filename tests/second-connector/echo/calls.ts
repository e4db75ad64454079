import type { ConnectionOptions } from "@/lib/engine/connectors/connector";
import type { Attempt, Verdict } from "@/lib/engine/pipeline/ports";

// The one place that talks to the room, and what its answers mean. It follows no redirect.

/** Of an answer, for people to read. */
const KEPT_CHARACTERS = 500;
const ANSWER_BYTES_MAX = 100_000;

export interface Call {
  readonly path: string;
  readonly body: string;
  readonly operations: number;
}

/** Never rejects for the far end or the network. */
export async function call(
  { config, secrets, world }: ConnectionOptions,
  { path, body, operations }: Call,
  signal: AbortSignal,
): Promise<Attempt> {
  const startedMs = world.clock.now();
  const token = secrets["token"]?.reveal() ?? "";
  const scrub = (text: string) => {
    const clean = token === "" ? text : text.replaceAll(token, "[redacted]");
    return clean.replaceAll("\0", "").slice(0, KEPT_CHARACTERS).toWellFormed();
  };
  const attempt = (status: number | null, said: string, verdict: Verdict): Attempt => {
    const answer = verdict.kind === "settled" && status === 200 ? null : scrub(said);
    return { status, answer, verdict, durationMs: world.clock.now() - startedMs };
  };
  try {
    const answer = await world.dispatcher.request({
      origin: world.urls["main"] ?? "",
      path: `/rooms/${encodeURIComponent(String(config["room"]))}${path}`,
      method: "POST",
      headers: { authorization: `Token ${token}` },
      body,
      signal,
    });
    const said = await beginningOf(answer.body);
    const { "retry-after": retryAfter } = answer.headers;
    const asked = { operations, retryAfter: String(retryAfter ?? ""), said: scrub(said) };
    return attempt(answer.statusCode, said, judge(answer.statusCode, asked));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const message = scrub(said);
    const verdict = { kind: "wait", reason: "unreachable", retryAfterMs: null, message } as const;
    return attempt(null, said, verdict);
  }
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).toString();
}

interface Asked {
  readonly operations: number;
  readonly retryAfter: string;
  readonly said: string;
}

/** Pure. */
function judge(status: number, { operations, retryAfter, said }: Asked): Verdict {
  const message = said.trim() === "" ? `Echo answered ${status}` : said;
  const settled = (one: Extract<Verdict, { kind: "settled" }>["operations"][number]): Verdict => ({
    kind: "settled",
    operations: Array.from({ length: operations }, () => one),
  });
  const seconds = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  if (status === 200) return settled({ kind: "accepted" });
  if (status === 401 || status === 403)
    return { kind: "unwell", reason: "credentials_refused", message };
  if (status === 404 || (status >= 300 && status < 400))
    return { kind: "unwell", reason: "misconfigured", message };
  if (status === 429)
    return {
      kind: "wait",
      reason: "throttled",
      retryAfterMs: seconds === null ? null : seconds * 1_000,
      message,
    };
  if (status >= 400 && status < 500)
    return operations === 1
      ? settled({ kind: "refused", message, field: null })
      : { kind: "unattributable", message };
  return { kind: "wait", reason: "server_error", retryAfterMs: null, message };
}
