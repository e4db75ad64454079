import type { FiredFault } from "../faults/fault-book";
import type { Credentials } from "../http/credentials";
import type { ParsedBody } from "../http/read-body";
import type { Listener, SandboxContext } from "../http/sandbox-context";
import type { RequestRecord } from "../request-log";
import type { Workspace } from "../workspace";
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
