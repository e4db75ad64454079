import { type ApiCall, jsonSchemaOf, type Schema } from "./open-api";

// The management API for people: what `/v1/openapi.json` says, as rows to read.

/** A field of a body, an answer or a query; `depth` counts from 0, and its own fields follow it. */
export interface ReferenceField {
  /** Its name after those of the fields it stands in. */
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly note: string;
  readonly depth: number;
}

export interface ReferenceCall {
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scope: string;
  readonly parameters: readonly ReferenceField[];
  readonly body: readonly ReferenceField[];
  /** A text when there is none. */
  readonly answer: readonly ReferenceField[] | string;
  readonly curl: string;
}

/** Pure. */
export function toReference(call: ApiCall, server: string): ReferenceCall {
  const { tag, method, path, summary, spec } = call;
  const { scope, params, query, body, answer } = spec;
  const hasBody = method === "post" || method === "patch";
  return {
    ...{ tag, path, summary, scope },
    method: method.toUpperCase(),
    parameters: [params, query].flatMap((type) => fieldsOf(jsonSchemaOf(type, "input"))),
    body: hasBody ? fieldsOf(jsonSchemaOf(body, "input")) : [],
    answer: typeof answer === "string" ? answer : fieldsOf(jsonSchemaOf(answer, "output")),
    curl: curlOf(call, server),
  };
}

function curlOf({ method, path, versioned }: ApiCall, server: string): string {
  const hasBody = method === "post" || method === "patch";
  return [
    `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} '${server}${path}'`,
    `-H "Authorization: Bearer $TRIBUTARY_TOKEN"`,
    ...(versioned === true ? [`-H 'If-Match: "3"'`] : []),
    ...(hasBody ? [`-H 'Content-Type: application/json'`, `-d '{ … }'`] : []),
  ].join(" \\\n  ");
}

/** The fields of an object, each followed by its own; of a choice, those of the first that has some. */
function fieldsOf(schema: Schema, within = "", depth = 0): readonly ReferenceField[] {
  const { properties = {}, required = [], anyOf = [], items } = schema;
  const own = Object.entries(properties).flatMap(([name, field]) => {
    const path = `${within}${name}`;
    const note = field.description ?? "";
    return [
      { ...{ path, name, depth, note }, type: typeOf(field), isRequired: required.includes(name) },
      ...fieldsOf(field, `${path}.`, depth + 1),
    ];
  });
  if (own.length > 0) return own;
  const inner = [...(items === undefined ? [] : [items]), ...anyOf];
  return inner.map((each) => fieldsOf(each, within, depth)).find((found) => found.length > 0) ?? [];
}

/** A type in words. */
function typeOf({ type, anyOf, items, enum: values, const: constant, format }: Schema): string {
  if (constant !== undefined) return String(constant);
  if (values !== undefined) return values.map(String).join(" | ");
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(" or ");
  if (type === "array") return items === undefined ? "list" : `list of ${typeOf(items)}`;
  if (type === "string" && format !== undefined) return format;
  if (type === "integer") return "whole number";
  if (typeof type !== "string") return type?.join(" or ") ?? "any JSON";
  return type;
}
