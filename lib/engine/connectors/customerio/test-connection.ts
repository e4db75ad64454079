import type { Answer, Reply } from "@/lib/engine/connectors/http/call";
import { makeScrub } from "@/lib/engine/connectors/http/scrub";
import { otherRegion } from "./base-urls";
import { secretTexts } from "./credentials";
import { REGIONS, type Region } from "./parameters";
import { REGION_PATH } from "./paths";
import { parseObject, readRefusals } from "./refusals";
import { type SenderOptions, sendCall } from "./sender";

// "Test connection": do these credentials belong to a workspace in this region?
// Asks the region call; `GET /auth` answers 200 to any credentials.

export type ConnectionTest =
  | { readonly kind: "connected"; readonly workspaceId: string | null; readonly region: Region }
  /** The credentials are good, in the other region. */
  | { readonly kind: "other_region"; readonly region: Region }
  | { readonly kind: "refused"; readonly message: string }
  /** Something else answers at the address: a redirect elsewhere, or a body that is not Customer.io's. */
  | { readonly kind: "misconfigured"; readonly message: string }
  | { readonly kind: "unreachable"; readonly message: string };

/** Never rejects for the far end or the network. */
export async function testConnection(
  options: SenderOptions,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  const result = await ask(options, signal);
  if (result.kind !== "refused") return result;
  // A US workspace is refused by the EU host: only the other host can tell a wrong region from wrong credentials.
  const other = await ask({ ...options, region: otherRegion(options.region) }, signal);
  return other.kind === "connected" ? { kind: "other_region", region: other.region } : result;
}

async function ask(options: SenderOptions, signal: AbortSignal): Promise<ConnectionTest> {
  const reply = await sendCall({ method: "GET", path: REGION_PATH }, options, signal);
  const result = judge(reply, options.region);
  if (!("message" in result)) return result;
  return { ...result, message: makeScrub(secretTexts(options.credentials))(result.message) };
}

function judge(reply: Reply, region: Region): ConnectionTest {
  switch (reply.kind) {
    case "unanswered":
      return {
        kind: "unreachable",
        message: `Customer.io could not be reached (${reply.verdict.message})`,
      };
    case "redirected":
      return reply.reason === "wrong_region"
        ? { kind: "other_region", region: otherRegion(region) }
        : { kind: "misconfigured", message: reply.message };
    case "answered":
      return judgeAnswer(reply.answer, region);
  }
}

function judgeAnswer({ status, body }: Answer, region: Region): ConnectionTest {
  const said = readRefusals(body)[0]?.message ?? "no reason given";
  if (status === 401 || status === 403) {
    return {
      kind: "refused",
      message: `Customer.io refused these credentials (${status}: ${said})`,
    };
  }
  const workspace = status === 200 ? parseObject(body) : null;
  const actual = REGIONS.find((known) => known === workspace?.["region"]);
  if (workspace === null || actual === undefined) {
    if (status >= 500 || status === 429) {
      return { kind: "unreachable", message: `Customer.io answered ${status}` };
    }
    const message = `The answer (${status}: ${said}) is not Customer.io's: check the address`;
    return { kind: "misconfigured", message };
  }
  if (actual !== region) return { kind: "other_region", region: actual };
  const id = workspace["environment_id"];
  const workspaceId = typeof id === "number" || typeof id === "string" ? String(id) : null;
  return { kind: "connected", workspaceId, region };
}
