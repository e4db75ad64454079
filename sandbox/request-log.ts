import type { Ending } from "./stats";

/** A request as it came in. The Authorization header is never kept, only the Site ID in it. */
export interface RequestRecord {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly listener: "us" | "eu";
  readonly method: string;
  /** Raw, as on the wire. */
  readonly path: string;
  readonly siteId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** The beginning of the body. */
  readonly body: string;
  readonly bodyCut: boolean;
  /** Undefined until the request is over. */
  status: Ending | undefined;
  answer: string;
  /** Name of the fault rule that acted on it. */
  fault: string | undefined;
  readonly lint: string[];
}
