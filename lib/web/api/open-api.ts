import { z } from "zod";
import type { RouteSpec } from "@/lib/web/route";

// The description of the management API (OpenAPI 3.1), made of what its routes themselves check and answer.

/** A call: where it is, what it is for, and what its route says of itself. */
export interface ApiCall {
  readonly method: "get" | "post" | "patch" | "delete";
  readonly path: string;
  /** By subject, in the order of the description. */
  readonly tag: string;
  readonly summary: string;
  readonly spec: RouteSpec;
  /** Of the answer when all went well. */
  readonly status?: 200 | 201 | 202 | 204;
  /** True when it takes `If-Match`. */
  readonly versioned?: boolean;
}

/** What we read of a JSON Schema ourselves. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** As JSON Schema; what no schema can say (a custom check) is left open. */
export function jsonSchemaOf(type: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: "any" });
  return schema as Schema;
}

const PROBLEM = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  error_code: z.string(),
  retryable: z.boolean(),
  retry_after_seconds: z.int().optional(),
  validation_errors: z
    .array(z.object({ field: z.string(), message: z.string(), code: z.string() }))
    .optional(),
  current_version: z.int().optional(),
});

/** The whole description. Pure. */
export function describeApi(calls: readonly ApiCall[], server: string, version: string) {
  const paths = new Map<string, Record<string, unknown>>();
  for (const call of calls) {
    paths.set(call.path, { ...paths.get(call.path), [call.method]: operationOf(call) });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Tributary management API",
      version,
      description:
        "Follows Amplitude's Developer API. Errors are application/problem+json; lists page by `cursor`; a change may name the version it is made of in `If-Match`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: server }],
    security: [{ token: [] }],
    tags: [...new Set(calls.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "An API token of the project's settings.",
        },
      },
      schemas: { Problem: jsonSchemaOf(PROBLEM, "output") },
    },
  };
}

function operationOf({ path, method, tag, summary, spec, status = 200, versioned }: ApiCall) {
  const { scope, params, query, body, answer } = spec;
  const hasBody = method === "post" || method === "patch";
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    description: `Scope \`${scope}\``,
    parameters: [
      ...parametersOf(params, "path"),
      ...parametersOf(query, "query"),
      ...(versioned === true ? [IF_MATCH] : []),
    ],
    ...(hasBody ? { requestBody: { content: json(jsonSchemaOf(body, "input")) } } : {}),
    responses: {
      [status]:
        typeof answer === "string"
          ? { description: answer }
          : { description: "It was done", content: json(jsonSchemaOf(answer, "output")) },
      default: {
        description: "It was not done, and why",
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    },
  };
}

const json = (schema: Schema) => ({ "application/json": { schema } });

const IF_MATCH = {
  name: "If-Match",
  in: "header",
  required: false,
  description: "The version that is changed. When it is another by now, the answer is 412.",
  schema: { type: "string" },
};

function parametersOf(type: z.ZodType, place: "path" | "query") {
  const { properties = {}, required = [] } = jsonSchemaOf(type, "input");
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }));
}

/** Such as `patchProjectsDestinations`: from the words of the path. */
function operationId(method: string, path: string): string {
  const words = path
    .split("/")
    .slice(2)
    .map((part) => (part.startsWith("{") ? `by_${part.slice(1, -1)}` : part))
    .flatMap((part) => part.split(/[-_]/));
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
