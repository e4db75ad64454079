import type { FiredFault } from "@/sandbox/faults/fault-book";
import type { Credentials } from "@/sandbox/http/credentials";
import type { ParsedBody } from "@/sandbox/http/read-body";
import type { Listener, SandboxContext } from "@/sandbox/http/sandbox-context";
import type { RequestRecord } from "@/sandbox/request-log";
import type { Workspace } from "@/sandbox/workspace";
import type { Route } from "./route";

/** One Track API request, read but not yet judged. */
export interface Exchange {
  readonly sandbox: SandboxContext;
  readonly listener: Listener;
  /** The workspace that the Site ID claims; the default one when it claims none. */
  readonly ws: Workspace;
  readonly credentials: Credentials | undefined;
  readonly route: Route;
  /** Raw request target. */
  readonly url: string;
  readonly size: number;
  readonly body: ParsedBody;
  readonly record: RequestRecord;
  readonly fault: FiredFault | undefined;
}
