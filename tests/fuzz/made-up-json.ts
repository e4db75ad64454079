import fc from "fast-check";

/** Names and texts that programs trip over, beside any others. */
export const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("", " ", "__proto__", "constructor", "$set", "\u0000", "\ud800", "1e400", "-0"),
  fc.integer({ min: 1, max: 3_000 }).map((length) => "1".repeat(length)),
  fc.integer({ min: 1, max: 3_000 }).map((length) => `${"1".repeat(length)}x`),
);

/** JSON text of a number, also of those that no double holds. */
export const numberTexts = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.tuple(fc.bigInt(), fc.nat(400)).map(([whole, power]) => `${whole}e${power}`),
  fc.bigInt({ min: -(10n ** 120n), max: 10n ** 120n }).map(String),
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 60n }), fc.bigInt({ min: 0n, max: 10n ** 60n }))
    .map(([whole, fraction]) => `-${whole}.${fraction}`),
);

/** JSON text, written as senders write it: `JSON.stringify` would round what it is made of. */
export const jsonTexts: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    numberTexts,
    fc.oneof(
      texts.map((text) => JSON.stringify(text)),
      fc.constantFrom("true", "false", "null", "[]", "{}"),
    ),
    fc.array(tie("value"), { maxLength: 6 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(fc.tuple(texts, tie("value")), { maxLength: 6 })
      .map((entries) => `{${entries.map(([k, v]) => `${JSON.stringify(k)}: ${v}`).join(",")}}`),
  ),
})).value;
