// The fields of a multipart/form-data body, which is what `curl -F` sends.

/** No documented form has more than five fields. */
const PARTS_MAX = 32;
/** RFC 2046: "no longer than 70 characters". */
const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;
const DISPOSITION = /^content-disposition:[ \t]*form-data\b([^\r\n]*)/im;
const PARAMETER = /;[ \t]*([\w*-]+)=(?:"([^"]*)"|([^;"]*))/g;

/**
 * Field → text, a file's content counting as text; `null` for what is no such body. Nothing is decoded: the body is
 * UTF-8 already. Pure; linear.
 */
export function multipartFields(
  body: string,
  contentType: string,
): Readonly<Record<string, string>> | null {
  const match = BOUNDARY.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) return null;
  // The first delimiter may be the very beginning; the limit keeps a body of nothing but delimiters from being split.
  const parts = `\r\n${body}`.split(`\r\n--${boundary}`, PARTS_MAX + 2);
  const isClosed = parts.at(-1)?.startsWith("--") === true;
  if (!isClosed || parts.length > PARTS_MAX + 1) return null;
  const fields: [string, string][] = [];
  for (const part of parts.slice(1, -1)) {
    const end = part.indexOf("\r\n\r\n");
    const name = end === -1 || !part.startsWith("\r\n") ? undefined : nameIn(part.slice(0, end));
    if (name === undefined) return null;
    fields.push([name, part.slice(end + 4)]);
  }
  return Object.fromEntries(fields);
}

function nameIn(headers: string): string | undefined {
  const parameters = DISPOSITION.exec(headers)?.[1] ?? "";
  for (const [, name, quoted, plain] of parameters.matchAll(PARAMETER))
    if (name?.toLowerCase() === "name") return quoted ?? plain;
  return undefined;
}
