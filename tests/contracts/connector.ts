import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ConnectionOptions, Connector } from "@/lib/engine/connectors/connector";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import {
  configSchemaOf,
  isSecret,
  missingParameters,
  secretsSchemaOf,
} from "@/lib/engine/connectors/parameters";
import type { Attempt, Encoded, Operation } from "@/lib/engine/pipeline/ports";
import { everythingPlanner, type Planned, plannerOf } from "@/lib/engine/pipeline/transform/plan";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { systemClock } from "@/lib/kernel/clock";
import type { Json } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { Secret } from "@/lib/kernel/secret";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { jsonTexts, texts } from "@/tests/fuzz/made-up-json";
import { makeEvent } from "@/tests/support/make-event";

/** Parameters with which a connector can be called. */
export interface ConnectorSample {
  readonly config: ConnectionOptions["config"];
  readonly secrets: Readonly<Record<string, string>>;
  /** The body of a 200 by which the far end says that it took all. */
  readonly accepted: string;
}

const NEVER = new AbortController().signal;

/** JSON of senders, numbers beyond any double among it; and what no sender can send but arithmetic can make. */
const values: fc.Arbitrary<Json> = fc.oneof(
  jsonTexts.map((text) => parseJson(text) as Json),
  texts,
  fc.constantFrom<Json>(Number.POSITIVE_INFINITY, Number.NaN, -0, null, [], {}, "ž".repeat(20_000)),
);

const properties = fc
  .uniqueArray(fc.tuple(texts, values), { maxLength: 6, selector: ([name]) => name })
  .map((entries) =>
    entries.map(([name, value]) => ({ name, key: `${stringifyJson(name)}:`, value })),
  );

/** Whom it is about: often somebody whom a destination can know. */
const identifiers: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom("user-1", "ann@example.com", "cio_0123", "..", "x".repeat(151), 7),
  values,
  fc.constant(undefined),
);

const plans: fc.Arbitrary<Planned> = fc
  .record({
    kind: fc.constant("planned" as const),
    row: fc.constant(null),
    identifier: identifiers,
    identify: fc.option(properties),
    event: fc.option(properties),
  })
  .filter(({ identify, event }) => identify !== null || event !== null);

const events = fc
  .record({ eventType: fc.oneof(fc.constantFrom("Song Played", "[Amplitude] Page Viewed"), texts) })
  .map((part) => makeEvent(part));

type Handler = (...wire: Parameters<RequestListener>) => void;

/** A server on a free port, closed with the test; `seen` is all that it was sent of headers and addresses. */
async function serve(handler: Handler): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${JSON.stringify(request.headers)}`);
    request.resume().on("end", () => handler(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const answers =
  (status: number, body: string, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

/** How a far end behaves, and the verdicts that may be concluded of it. */
const FAR_ENDS: readonly (readonly [string, Handler, readonly Attempt["verdict"]["kind"][]])[] = [
  ["says 400", answers(400, '{"meta":{"error":"no"}}'), ["settled", "unattributable", "resend"]],
  ["says 401", answers(401, "{}"), ["unwell"]],
  ["says 404", answers(404, "nothing here"), ["unwell"]],
  ["says 429", answers(429, "slowly", { "retry-after": "7" }), ["wait"]],
  ["says 500", answers(500, "<h1>oops</h1>"), ["wait"]],
  ["says 500 at great length", answers(500, "x".repeat(3_000_000)), ["wait"]],
  ["says 503 with bytes that are no text", answers(503, "\u0000\ud800\u0001"), ["wait"]],
  ["hangs up", (request) => request.socket.destroy(), ["wait"]],
  ["speaks no HTTP", (request) => request.socket.end("SSH-2.0-OpenSSH_9.6\r\n"), ["wait"]],
  [
    "is cut off while it refuses",
    (request, response) => {
      response.writeHead(500, { "content-length": "1000" }).write("<h1>");
      setImmediate(() => request.socket.destroy());
    },
    ["wait"],
  ],
  ["redirects to nowhere", answers(302, ""), ["unwell"]],
];

/** What every connector promises: lib/engine/connectors/connector.ts, and Destination in pipeline/ports.ts. */
export function describeConnector(connector: Connector, sample: ConnectorSample): void {
  const { definition } = connector;
  const { parameters } = definition;
  const secretTexts = Object.values(sample.secrets);
  // As it is stored: with its defaults.
  const config = configSchemaOf(parameters).parse(sample.config);

  /** The connector with every host at one address; by default at one that nobody listens on. */
  function optionsAt(url = "http://127.0.0.1:9", part: Partial<ConnectionOptions> = {}) {
    const dispatcher = createDispatcher(2_000);
    onTestFinished(() => dispatcher.destroy());
    const options: ConnectionOptions = {
      config,
      secrets: Object.fromEntries(
        Object.entries(sample.secrets).map(([id, value]) => [id, new Secret(value)]),
      ),
      world: {
        clock: systemClock,
        dispatcher,
        version: "1.2.3",
        urls: Object.fromEntries(definition.hosts.map(({ id }) => [id, url])),
      },
      ...part,
    };
    return options;
  }

  const selects = definition.streams === "selected";
  /** Whoever streams everything is asked nothing else. */
  const planned = selects ? plans : fc.constant(everythingPlanner.plan(makeEvent()) as Planned);
  const farEnds: typeof FAR_ENDS = [
    ["takes it", answers(200, sample.accepted), ["settled"]],
    ...FAR_ENDS,
  ];

  const plan: Planned = {
    kind: "planned",
    row: 0,
    identifier: "user-1",
    identify: null,
    event: [{ name: "plan", key: '"plan":', value: "pro" }],
  };

  const ready = (encoded: Encoded) => {
    if (encoded.kind !== "ready") throw new Error(`not ready: ${encoded.message}`);
    return encoded;
  };

  describe(`the connector ${definition.displayName}`, () => {
    describe("as data", () => {
      test("survives JSON: it is shown, described and checked far from here", () => {
        expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
      });

      test("its parameters are told apart, and each has words", () => {
        const ids = parameters.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { id, label, description } of parameters) {
          expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
          expect([label.trim(), description.trim()]).not.toContain("");
        }
      });

      test("its defaults are valid by its own schema", () => {
        const defaults = configSchemaOf(parameters).parse({});
        expect(configSchemaOf(parameters).parse(defaults)).toEqual(defaults);
        for (const parameter of parameters.filter((one) => !isSecret(one))) {
          const { id, default: value, kind, enumValues } = parameter;
          if (value !== null) expect(defaults[id]).toBe(value);
          if (kind === "enum") expect(enumValues.map((one) => one.value)).toContain(defaults[id]);
        }
        for (const secret of parameters.filter(isSecret)) expect(secret.default).toBeNull();
      });

      test("every required parameter without a default is asked for, until it is entered", () => {
        const defaults = configSchemaOf(parameters).parse({});
        const asked = missingParameters(parameters, defaults, []);
        const needed = parameters.filter((one) => one.required && one.default === null);
        expect(asked).toEqual(needed);
        secretsSchemaOf(parameters).parse(sample.secrets);
        expect(missingParameters(parameters, config, Object.keys(sample.secrets))).toEqual([]);
        expect(needed.every(({ advanced }) => !advanced)).toBe(true);
      });

      test("its hosts can be replaced one by one, and its region chooses among them", () => {
        const { hosts, regionParameter } = definition;
        expect(hosts.length).toBeGreaterThan(0);
        expect(new Set(hosts.map(({ id }) => id)).size).toBe(hosts.length);
        expect(new Set(hosts.map(({ variable }) => variable)).size).toBe(hosts.length);
        for (const { url, variable } of hosts) {
          expect(URL.canParse(url)).toBe(true);
          expect(variable).toMatch(/^[A-Z][A-Z0-9_]*_URL$/);
        }
        if (regionParameter === null) return;
        const region = parameters.find(({ id }) => id === regionParameter);
        expect(region?.enumValues.map(({ value }) => value)).toEqual(hosts.map(({ id }) => id));
      });

      test("syncs into one account share its rate, which is a number above 0", () => {
        const account = connector.account(config);
        expect(connector.account({ ...config })).toEqual(account);
        expect(account.id.trim()).not.toBe("");
        expect(account.requestsPerSecond).toBeGreaterThan(0);
        expect(Number.isFinite(account.requestsPerSecond)).toBe(true);
      });
    });

    describe("encoding", () => {
      test("any value is an identifier, as it was sent, or is said to be none", () => {
        const identify = connector.identify(config);
        const kinds = definition.identifierKinds.map(({ kind }) => kind);
        fc.assert(
          fc.property(identifiers, (value) => {
            const identified = identify(value);
            if (!identified.ok) return identified.error.message.trim() !== "";
            expect(kinds).toContain(identified.value.kind);
            expect(identified.value.value.trim()).not.toBe("");
            if (typeof value === "string") expect(identified.value.value).toBe(value);
            return identified.value.value.isWellFormed();
          }),
        );
      });

      test("is total over planned events, and true about every byte", () => {
        const destination = connector.open(optionsAt());
        const { batchBytesMax, batchOverheadBytes } = destination.limits;
        const check = ({ json, bytes, alone, single }: Operation) => {
          expect(bytes).toBe(Buffer.byteLength(json));
          expect(() => parseJson(json)).not.toThrow();
          if (!alone) expect(bytes + batchOverheadBytes).toBeLessThanOrEqual(batchBytesMax);
          if (!alone && /\/\.{1,2}(\/|$)/.test(single.path)) return;
          expect(() => parseJson(single.body)).not.toThrow();
          const { pathname } = new URL(single.path, "http://far.end");
          expect(pathname).toBe(single.path);
        };
        fc.assert(
          fc.property(events, planned, (event, planned) => {
            const encoded = destination.encode(event, planned);
            if (encoded.kind === "discarded") return encoded.message.trim() !== "";
            if (selects) {
              expect(connector.identify(config)(planned.identifier)).toMatchObject({
                value: encoded.identifier,
              });
              const kinds = encoded.operations.map(({ kind }) => kind);
              const asked = [planned.identify && "identify", planned.event && "event"];
              expect(kinds).toEqual(asked.filter((kind) => kind !== null));
            }
            for (const operation of encoded.operations) check(operation);
            const again = ready(destination.encode(event, planned));
            return again.operations.every(({ json }, n) => json === encoded.operations[n]?.json);
          }),
          { numRuns: 500 },
        );
      });

      test("what is too large for a batch goes alone, or is discarded", () => {
        const destination = connector.open(optionsAt());
        const { batchBytesMax } = destination.limits;
        for (const bytes of [batchBytesMax - 500, batchBytesMax, 2 * batchBytesMax]) {
          const value = "x".repeat(bytes);
          const huge = { ...plan, event: [{ name: "plan", key: '"plan":', value }] };
          const encoded = destination.encode(makeEvent(), huge);
          if (encoded.kind === "discarded") continue;
          const fits = (encoded.operations[0]?.bytes ?? 0) <= batchBytesMax;
          if (!fits) expect(encoded.operations[0]?.alone).toBe(true);
        }
      });

      test("the body of a batch is as long as the limits count it", () => {
        const destination = connector.open(optionsAt());
        const { batchOverheadBytes, separatorBytes } = destination.limits;
        fc.assert(
          fc.property(
            fc.array(fc.tuple(events, planned), { minLength: 1, maxLength: 8 }),
            (all) => {
              const operations = all
                .map(([event, planned]) => destination.encode(event, planned))
                .flatMap((encoded) => (encoded.kind === "ready" ? encoded.operations : []))
                .filter(({ alone }) => !alone)
                .map((operation, item) => ({ item, operation }));
              if (operations.length === 0) return;
              const request = destination.batch(operations);
              const sum = operations.reduce((bytes, { operation }) => bytes + operation.bytes, 0);
              const separators = separatorBytes * (operations.length - 1);
              expect(request.bytes).toBe(batchOverheadBytes + sum + separators);
              expect(Buffer.byteLength(request.body)).toBe(request.bytes);
              expect(request.operations).toEqual(operations);
              for (const { operation } of operations)
                expect(request.body).toContain(operation.json);
            },
          ),
        );
      });

      test.runIf(selects)("reserved names never leave, whatever the settings say", () => {
        const { reservedUserProperties: reserved } = definition;
        const names = [...reserved, "plan"];
        const changes = Object.fromEntries(names.map((name) => [name, "a-reserved-value"]));
        const settings = settingsSchema.parse({ sendUsers: true, userProperties: names });
        const event = makeEvent({ kind: "identify", userChanges: { ...changes, plan: "pro" } });
        const planned = plannerOf(settings, reserved).plan(event);
        if (planned.kind !== "planned") throw new Error(planned.kind);
        const { operations } = ready(connector.open(optionsAt()).encode(event, planned));
        const text = operations.map(({ json, single }) => json + single.body).join();
        expect(text).toContain('"pro"');
        expect(text).not.toContain("a-reserved-value");
      });
    });

    describe("a far end", () => {
      /** Two operations in a batch, and one alone. */
      function requestsOf(options: ConnectionOptions) {
        const destination = connector.open(options);
        const { operations } = ready(destination.encode(makeEvent(), plan));
        const [operation] = operations;
        const { method, path, body } = operation.single;
        const bytes = Buffer.byteLength(body);
        const single = { method, path, body, bytes, operations: [{ item: 0, operation }] };
        const batch = destination.batch([0, 1].map((item) => ({ item, operation })));
        return { destination, requests: [batch, single] };
      }

      /** What people read of it is short, storable, and free of credentials. */
      function checkWords(attempt: Attempt) {
        const said = [attempt.answer ?? "", JSON.stringify(attempt.verdict)];
        for (const secret of secretTexts) expect(said.join()).not.toContain(secret);
        expect(attempt.answer?.length ?? 0).toBeLessThanOrEqual(500);
        expect(said[0]?.includes("\0")).toBe(false);
        expect(said[0]?.isWellFormed()).toBe(true);
        expect(attempt.durationMs).toBeGreaterThanOrEqual(0);
      }

      async function checkSends(
        url: string,
        kinds: readonly string[],
        signal: AbortSignal = NEVER,
      ): Promise<readonly Attempt[]> {
        const { destination, requests } = requestsOf(optionsAt(url));
        const attempts: Attempt[] = [];
        for (const request of requests) {
          const attempt = await destination.send(request, signal);
          checkWords(attempt);
          const { verdict } = attempt;
          expect(kinds).toContain(verdict.kind);
          if (verdict.kind === "settled") {
            expect(verdict.operations).toHaveLength(request.operations.length);
          }
          attempts.push(attempt);
        }
        const probed = await destination.probe(signal);
        checkWords(probed);
        if (!kinds.includes("settled")) expect(probed.verdict.kind).not.toBe("settled");
        await checkTest(optionsAt(url), signal);
        return attempts;
      }

      async function checkTest(options: ConnectionOptions, signal: AbortSignal = NEVER) {
        const result = await connector.test(options, signal);
        expect(result.message.trim()).not.toBe("");
        for (const secret of secretTexts) expect(result.message).not.toContain(secret);
        if (result.fix === null) return result;
        const { parameter, value } = result.fix;
        configSchemaOf(parameters).parse({ ...sample.config, [parameter]: value });
        return result;
      }

      test.each(farEnds)("that %s is judged, and never rejects", async (_, handler, kinds) => {
        const { url, seen } = await serve(handler);
        await checkSends(url, kinds);
        expect(seen.length).toBeGreaterThan(0);
      });

      test("that takes it has taken every operation", async () => {
        const { url } = await serve(answers(200, sample.accepted));
        for (const { verdict } of await checkSends(url, ["settled"])) {
          const operations = verdict.kind === "settled" ? verdict.operations : [];
          expect(operations.every(({ kind }) => kind === "accepted")).toBe(true);
        }
      });

      test("that refuses has taken none", async () => {
        const { url } = await serve(answers(400, "no"));
        for (const { verdict } of await checkSends(url, ["settled", "unattributable", "resend"])) {
          const operations = verdict.kind === "settled" ? verdict.operations : [];
          expect(operations.filter(({ kind }) => kind === "accepted")).toEqual([]);
        }
      });

      test("that says when to come back is heard", async () => {
        const { url } = await serve(answers(429, "", { "retry-after": "7" }));
        for (const { verdict } of await checkSends(url, ["wait"])) {
          expect(verdict).toMatchObject({ reason: "throttled", retryAfterMs: 7_000 });
        }
      });

      test("that repeats what it was sent is not quoted with the credentials", async () => {
        const { url } = await serve((request, response) => {
          const basic = request.headers.authorization ?? "";
          const clear = Buffer.from(basic.replace(/^\S+ /, ""), "base64").toString();
          response.writeHead(500).end(`you said ${basic} ${clear} ${secretTexts.join()}`);
        });
        await checkSends(url, ["wait"]);
      });

      test("that sends us elsewhere sends no credentials there", async () => {
        const elsewhere = await serve(answers(200, sample.accepted));
        for (const status of [301, 302, 303, 307, 308]) {
          const target = elsewhere.url.replace("127.0.0.1", "localhost");
          const { url } = await serve(answers(status, "", { location: `${target}/x` }));
          await checkSends(url, ["unwell"]);
        }
        expect(elsewhere.seen).toEqual([]);
      });

      test("that nobody is at is waited for", async () => {
        const attempts = await checkSends("http://127.0.0.1:9", ["wait"]);
        expect(attempts.map(({ status }) => status)).toEqual([null, null]);
      });

      test("that does not answer is left when we are told to stop", async () => {
        const stop = new AbortController();
        const { url } = await serve(() => stop.abort());
        await checkSends(url, ["wait"], stop.signal);
        await checkSends(url, ["wait"], AbortSignal.abort());
      });

      test("is asked with whatever parameters are entered so far, and never rejects", async () => {
        const { url } = await serve(answers(401, "{}"));
        const defaults = configSchemaOf(parameters).parse({});
        const result = await checkTest(optionsAt(url, { config: defaults, secrets: {} }));
        expect(result.kind).not.toBe("connected");
      });
    });
  });
}
