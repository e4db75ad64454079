import type { Identifier, Operation } from "@/lib/engine/pipeline/ports";
import { customerPath, isAnonymous } from "./identifier";
import { OPERATION_BYTES_MAX, utf8Bytes } from "./limits";
import { ANONYMOUS_EVENTS_PATH } from "./paths";

// One call on the Track API in both of its forms. The v1 form is made of the v2 form, and only when it is asked for:
// most never are, and what it would be made of otherwise lives as long as the turn.

interface Parts {
  readonly kind: Operation["kind"];
  readonly identifier: Identifier;
  /** The v2 operation. */
  readonly json: string;
  /** Makes the body of the v1 call of `json`. It MUST keep no text in memory that the operation does not keep. */
  readonly v1Body: (json: string) => string;
  /** One request per event, whatever the size. */
  readonly alone: boolean;
}

export class TrackOperation implements Operation {
  readonly kind: Operation["kind"];
  readonly json: string;
  readonly bytes: number;
  readonly alone: boolean;
  readonly #identifier: Identifier;
  readonly #v1Body: Parts["v1Body"];

  constructor(parts: Parts) {
    this.kind = parts.kind;
    this.json = parts.json;
    this.bytes = utf8Bytes(parts.json);
    this.alone = parts.alone || this.bytes > OPERATION_BYTES_MAX;
    this.#identifier = parts.identifier;
    this.#v1Body = parts.v1Body;
  }

  get single(): Operation["single"] {
    const body = this.#v1Body(this.json);
    if (isAnonymous(this.#identifier)) return { method: "POST", path: ANONYMOUS_EVENTS_PATH, body };
    const person = customerPath(this.#identifier);
    return this.kind === "identify"
      ? { method: "PUT", path: person, body }
      : { method: "POST", path: `${person}/events`, body };
  }
}
