import type { Clock } from "@/lib/kernel/clock";
import type { AmplitudeProject } from "@/sandbox/amplitude/amplitude-project";
import type { Workspaces } from "@/sandbox/workspaces";

/** What every handler of a running sandbox needs. URLs are without a slash at the end. */
export interface SandboxContext {
  readonly workspaces: Workspaces;
  /** The project of the small Amplitude, which both listeners play beside Customer.io. */
  readonly amplitude: AmplitudeProject;
  readonly clock: Clock;
  readonly adminToken: string;
  readonly usUrl: string;
  readonly euUrl: string;
  readonly offsiteUrl: string;
  /** What the off-site server, to which a redirect may lead, has been sent. */
  readonly offsiteRequests: OffsiteRequest[];
  /** Aborts when the sandbox closes: nothing waits any longer. */
  readonly closing: AbortSignal;
}

export interface OffsiteRequest {
  readonly method: string;
  readonly path: string;
  readonly hasAuthorization: boolean;
}

export type Listener = "us" | "eu";
