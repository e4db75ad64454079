import { invalidInput } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";
import { parseJson } from "@/lib/kernel/parse-json";

/** More than any settings need; a body beyond it is not read. */
const BODY_BYTES_MAX = 1_000_000;

/** The JSON of a request, `undefined` when it has no body. AppError `invalid_input` or `too_large`. */
export async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === "") return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    const message = `The body is not JSON: ${why}`;
    throw invalidInput([{ field: "", message, code: "json" }]);
  }
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) {
      throw new AppError("too_large", `The body has more than ${BODY_BYTES_MAX} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
