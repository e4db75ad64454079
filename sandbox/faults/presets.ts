import type { FaultBook } from "./fault-book";
import type { FaultEffect, FaultMatch } from "./fault-rule";

/** What a preset may refer to. URLs without a slash at the end. */
interface PresetSurroundings {
  readonly euUrl: string;
  readonly offsiteUrl: string;
  readonly apiKey: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Where a preset puts its rules; each gets the preset's name. */
type PresetTarget = Pick<FaultBook, "add" | "limitTo" | "revoke">;

interface Preset {
  /** What it does, for people. */
  readonly says: string;
  /** What the text after the colon means. */
  readonly argument?: string;
  readonly set: (
    book: PresetTarget,
    argument: string | undefined,
    around: PresetSurroundings,
  ) => void;
}

const BAD_GATEWAY = `<!DOCTYPE html>
<html><head><title>502 Server Error</title></head>
<body><h1>Error: Server Error</h1><h2>The server encountered a temporary error and could not complete your request.</h2></body></html>
`;
const RATE_BODY = JSON.stringify({ meta: { error: "rate limit exceeded" } });
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const HTML_TYPE = { "content-type": "text/html; charset=UTF-8" };

/** A preset that answers `usual` times, or as often as its argument says. */
function reply(
  says: string,
  usual: number | undefined,
  effect: FaultEffect | ((around: PresetSurroundings) => FaultEffect),
  match: FaultMatch = {},
): Preset {
  return {
    says,
    argument: "how often",
    set: (book, argument, around) => {
      const times = argument === undefined ? usual : wholeNumber(argument);
      book.add({
        match: times === undefined ? match : { ...match, times },
        effect: typeof effect === "function" ? effect(around) : effect,
      });
    },
  };
}

const retryAfter = (value: string): FaultEffect => ({
  status: 429,
  body: RATE_BODY,
  headers: { ...JSON_TYPE, "retry-after": value },
});

export const PRESETS: Readonly<Record<string, Preset>> = {
  "burst-429": reply("429 for a burst, then all is well", 5, {
    status: 429,
    body: RATE_BODY,
    headers: JSON_TYPE,
  }),
  "retry-after-2": reply("429 with Retry-After: 2", 1, retryAfter("2")),
  "retry-after-date": reply("429 with Retry-After as a date two seconds ahead", 1, ({ now }) =>
    retryAfter(new Date(now + 2_000).toUTCString()),
  ),
  "flap-503": reply(
    "503 for every second request",
    undefined,
    { status: 503, body: "upstream unavailable\n" },
    { every: 2 },
  ),
  "html-502": reply("502 with an HTML page of the load balancer", 3, {
    status: 502,
    body: BAD_GATEWAY,
    headers: HTML_TYPE,
  }),
  "200-not-json": reply("200 with a body that is no JSON", 1, {
    status: 200,
    body: "<html>ok</html>",
    headers: HTML_TYPE,
  }),
  "200-empty": reply("200 with an empty body", 1, { status: 200, body: "" }),
  "204": reply("204 instead of 200", 1, { status: 204, body: "" }),
  "slow-12s": reply("12 s without an answer, longer than a sender waits", 1, { delay_ms: 12_000 }),
  reset: reply("connection reset before anything happened", 3, { drop: "before" }),
  "accepted-then-lost": reply("accepted and applied, but the answer is lost", 1, {
    drop: "after_apply",
  }),
  "401-revoked": {
    says: "the API key in use is refused until another one is set or the faults are cleared",
    set: (book, _, { apiKey }) => book.revoke(apiKey),
  },
  "207-random": {
    says: "a share of each batch's operations is refused in a 207",
    argument: "share from 0 to 1, 0.1 if left out",
    set: (book, argument) =>
      book.add({
        match: { path: "/api/v2/batch" },
        effect: { fail_share: argument === undefined ? 0.1 : share(argument) },
      }),
  },
  "413-batch": {
    says: "413 for batches",
    argument: "only those larger than so many bytes",
    set: (book, argument) =>
      book.add({
        match: {
          path: "/api/v2/batch",
          ...(argument === undefined ? {} : { larger_than_bytes: wholeNumber(argument) }),
        },
        effect: {
          status: 413,
          body: "Request Entity Too Large\n",
          headers: { "content-type": "text/plain" },
        },
      }),
  },
  "redirect-eu": redirect("307 to the EU listener", ({ euUrl }) => euUrl),
  "redirect-offsite": redirect(
    "307 to another site, which must not see credentials",
    ({ offsiteUrl }) => offsiteUrl,
  ),
  "token-bucket": {
    says: "a real rate limit",
    argument: "requests per second, 10 if left out",
    set: (book, argument) => book.limitTo(argument === undefined ? 10 : positive(argument)),
  },
};

/** Sends the client to the same path of another origin; the argument replaces that origin. */
function redirect(says: string, origin: (around: PresetSurroundings) => string): Preset {
  return {
    says,
    argument: "another origin",
    set: (book, argument, around) =>
      book.add({ effect: { redirect_to: argument ?? origin(around) } }),
  };
}

/** Sets `name` or `name:argument`. Throws a RangeError that says what is wrong. */
export function setPreset(
  book: FaultBook,
  text: string,
  around: PresetSurroundings,
  times?: number,
): void {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  const preset = Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined;
  if (preset === undefined) {
    throw new RangeError(`unknown preset "${name}"; known are ${Object.keys(PRESETS).join(", ")}`);
  }
  const named: PresetTarget = {
    add: (rule) => book.add({ ...rule, name: text }),
    limitTo: (perSecond) => book.limitTo(perSecond),
    revoke: (apiKey) => book.revoke(apiKey),
  };
  preset.set(named, argument ?? times?.toString(), around);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new RangeError(`"${text}" is not a whole number from 1`);
  return Number(text);
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`"${text}" is not a number above 0`);
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new RangeError(`"${text}" is not a number from 0 to 1`);
  return value;
}
