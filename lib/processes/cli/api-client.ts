import { z } from "zod";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { CliError } from "./cli-error";

const TIMEOUT_MS = 30_000;

interface Call {
  readonly body?: object;
  /** The version that a change is made of: `If-Match`. */
  readonly version?: number;
}

/** The management API of one instance. Every refusal is a CliError with the words of the answer. */
export interface Api {
  readonly url: string;
  call<T>(method: string, path: string, answer: z.ZodType<T>, call?: Call): Promise<T>;
}

const problemSchema = z.object({
  title: z.string(),
  detail: z.string().optional(),
  validation_errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

export function createApi(url: string, token: string): Api {
  return {
    url,
    async call(method, path, schema, { body, version } = {}) {
      const response = await answerOf(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(version === undefined ? {} : { "if-match": `"${version}"` }),
        },
        ...(body === undefined ? {} : { body: stringifyJson(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (!response.ok) throw new CliError(refusal(response.status, method, path, text));
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      throw new CliError(
        `${url} answered ${method} ${path} in a form that this command does not know: use the command of the version that runs there.`,
      );
    },
  };
}

async function answerOf(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      `${new URL(address).origin} cannot be reached (${why}). Give its address by --url or TRIBUTARY_URL.`,
    );
  }
}

function refusal(status: number, method: string, path: string, text: string): string {
  const problem = problemSchema.safeParse(jsonIn(text));
  if (!problem.success) return `${method} ${path} was answered ${status}, and not by Tributary.`;
  const { title, detail, validation_errors = [] } = problem.data;
  const fields = validation_errors.map(({ field, message }) => `\n  ${field}: ${message}`);
  return `${method} ${path} was refused (${status}): ${detail ?? title}${fields.join("")}`;
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
