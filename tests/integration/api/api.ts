import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { Scope } from "@/lib/admin/verb/context";
import type { RouteSpec } from "@/lib/web/route";
import type { TestDatabase } from "@/tests/support/database";
import { createTestDatabase } from "@/tests/support/database";

type Handler = ((
  request: Request,
  next: { params: Promise<Record<string, string>> },
) => Promise<Response>) & { readonly spec?: RouteSpec };

/** Points the process's environment at a database of its own; to be called before any route is imported. */
export async function startApi(more: Readonly<Record<string, string>> = {}): Promise<TestDatabase> {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: "silent",
    ...more,
  });
  return {
    ...database,
    close: async () => {
      const { contextFor } = await import("@/lib/admin/verb/context-for");
      await contextFor({ kind: "system" }).db.$disconnect();
      await database.close();
    },
  };
}

export async function system() {
  const { contextFor } = await import("@/lib/admin/verb/context-for");
  return contextFor({ kind: "system" });
}

export async function makeToken(...scopes: Scope[]): Promise<string> {
  const { createApiToken } = await import("@/lib/admin/access/create-api-token");
  return (await createApiToken(await system(), { name: "test", scopes })).value;
}

export interface Call {
  readonly token?: string | undefined;
  readonly params?: Record<string, string>;
  readonly query?: string;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Calls a route handler as Next would; what it answers when all goes well is what the API's description says. */
export async function call(handler: Handler, method: string, options: Call = {}): Promise<Answer> {
  const { token, params = {}, query = "", body, headers = {} } = options;
  const request = new Request(`http://localhost/v1/somewhere${query}`, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const answer = handler.spec?.answer;
  if (response.ok && answer !== undefined) {
    if (typeof answer === "string") expect(text).toBe("");
    else expect(answer.safeParse(JSON.parse(text)).error).toBeUndefined();
  }
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : { text }) as Body,
  };
}

/** JSON as the tests look into it: any depth, checked by what they expect. */
export interface Body {
  readonly [key: string]: Body;
}
