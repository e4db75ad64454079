const REDACTED = "[redacted]";

/** A credential on its way from decryption to a header. Printing, logging or serialising it shows nothing. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain value; call it only where the header or the comparison is made. */
  reveal(): string {
    return this.#value;
  }

  /** The last four characters, for "••••1234" in the UI; nothing of a value shorter than eight. */
  lastFour(): string {
    return this.#value.length < 8 ? "" : this.#value.slice(-4);
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
