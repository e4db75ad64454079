import { AppError } from "@/lib/kernel/errors";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { problemResponse, toProblem } from "@/lib/web/problem";
import type { Listener } from "./server";

/**
 * A listener that takes, with 403, what asks for a host that is not ours: a page of another site whose name was made to
 * point here would else be same-origin with us. Ingestion and health stand before it: SDKs and probes bring no session.
 *
 * @param allowed names and addresses in small letters, without ports
 */
export function allowHosts(allowed: readonly string[]): Listener {
  const known = new Set(allowed);
  return (req, res) => {
    const host = hostName(req.headers.host ?? "");
    if (known.has(host)) return false;
    const message = `This server does not answer to ${host === "" ? "no host" : `the host ${host}`}: use its PUBLIC_URL, or name the host in ALLOWED_HOSTS`;
    const problem = toProblem(new AppError("forbidden", message), req.url ?? "");
    const { status, headers } = problemResponse(problem);
    req.resume();
    res.writeHead(status, { ...Object.fromEntries(headers), Connection: "close" });
    res.end(stringifyJson(problem));
    return true;
  };
}

/** Without the port and the dot that ends a full name. Pure. */
const hostName = (host: string): string =>
  host.toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");
