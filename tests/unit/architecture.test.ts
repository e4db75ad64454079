import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

// The layering laws of ARCHITECTURE.md, read from the imports. Each message says what to do instead.

const ROOT = join(import.meta.dirname, "../..");
const sourcesIn = (top: string) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: "utf8" })
    .map((file) => `${top}/${file}`)
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("lib/platform/postgres/generated"));
const FILES = ["app", "components", "lib", "sandbox"].flatMap(sourcesIn);

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^"';]*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s+["']([^"']+)["']/g;

/** What a file imports: paths from the root for our own, names for packages. Type-only imports count too. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? "";
    if (target.startsWith("@/")) return target.slice(2);
    return target.startsWith(".") ? normalize(join(dirname(file), target)) : target;
  });
}

/** A file without its comments. */
const code = (file: string) =>
  readFileSync(join(ROOT, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");

const isInside = (folder: string) => (path: string) =>
  path === folder || path.startsWith(`${folder}/`);
const filesIn = (folder: string) => FILES.filter(isInside(folder));

/** The house, from the ground up: a floor imports itself and what is below it, never what is above. */
const FLOORS = [
  "lib/kernel",
  "lib/platform",
  "lib/engine",
  "lib/admin",
  "lib/web",
  "lib/processes",
] as const;

interface Law {
  readonly folder: string;
  /** The only imports it may have; everything when absent. */
  readonly only?: readonly string[];
  readonly never?: readonly string[];
  readonly why: string;
}

/** One row for each claim that ARCHITECTURE.md makes of its folders. */
const LAWS: readonly Law[] = [
  { folder: "lib/kernel", only: ["lib/kernel"], why: "the kernel stands alone" },
  {
    folder: "lib/engine/pipeline",
    only: ["lib/engine/pipeline", "lib/kernel", "zod"],
    why: "the pipeline is pure: pass it in through a port",
  },
  {
    folder: "lib/engine/connectors",
    never: [
      "lib/platform",
      "lib/engine/store",
      "lib/engine/ingest",
      "lib/engine/worker",
      "next",
      "react",
    ],
    why: "a connector knows events and HTTP, nothing else",
  },
  {
    folder: "lib/engine",
    never: ["lib/platform/postgres/prisma", "lib/platform/postgres/generated"],
    why: "Prisma never sits in the hot path",
  },
  {
    folder: "sandbox",
    never: ["lib/engine", "lib/platform/postgres"],
    why: "the sandbox shares no code with the sender: a fault in a shared helper would hide",
  },
  ...["app", "components"].map((folder) => ({
    folder,
    never: ["lib/platform/postgres", "lib/engine/store", "@prisma/client", "pg"],
    why: "call a verb",
  })),
];

/** What breaks a rule, said with what to do instead. */
const broken = (folder: string, isAllowed: (target: string) => boolean, why: string) =>
  filesIn(folder).flatMap((file) =>
    importsOf(file)
      .filter((target) => !isAllowed(target))
      .map((target) => `${file} -> ${target}: ${why}`),
  );

const isIn = (folders: readonly string[]) => (path: string) =>
  folders.some((folder) => isInside(folder)(path));

describe("what a wing may import", () => {
  test.each(FLOORS)(
    "%s imports nothing of the floors above it, nor of app and components",
    (floor) => {
      const above = [...FLOORS.slice(FLOORS.indexOf(floor) + 1), "app", "components", "sandbox"];
      expect(broken(floor, (target) => !isIn(above)(target), "turn the arrow round")).toEqual([]);
    },
  );

  test.each(LAWS)("$folder: $why", ({ folder, only, never = [], why }) => {
    const isAllowed = (target: string) =>
      (only === undefined || isIn(only)(target)) && !isIn(never)(target);
    expect(broken(folder, isAllowed, why)).toEqual([]);
  });

  test("every folder of lib is a floor", () => {
    const folders = new Set(filesIn("lib").map((file) => file.split("/").slice(0, 2).join("/")));
    expect([...folders].sort()).toEqual([...FLOORS].sort());
  });

  test("the reader of imports sees them", () => {
    expect(importsOf("lib/engine/pipeline/run-once.ts")).toContain("lib/kernel/brand");
    expect(FILES.length).toBeGreaterThan(100);
  });
});

describe("what a layer may use", () => {
  test("the pipeline has no clock, no randomness, no network, no process", () => {
    const forbidden = /\b(Date\.now|new Date\(\)|Math\.random|fetch\(|process\.|setTimeout\()/;
    expect(filesIn("lib/engine/pipeline").filter((file) => forbidden.test(code(file)))).toEqual([]);
  });

  test("one place reads the environment", () => {
    const readers = FILES.filter((file) => /process\.env\b/.test(code(file)));
    expect(readers).toEqual(["lib/platform/env.ts"]);
  });

  /** Files that read or print JSON which is no data of senders, each with what it is. */
  const OWN_JSON: Readonly<Record<string, string>> = {
    "lib/kernel/parse-json.ts": "the one way to read",
    "lib/kernel/stringify-json.ts": "the one way to print",
    "lib/web/problem.ts": "errors in our words",
    "lib/engine/ingest/answers/json-answer.ts": "answers in Amplitude's words",
    "lib/processes/web/health-listener.ts": "health",
    "lib/processes/web/health-route.ts": "health",
    "lib/processes/web/limit-body.ts": "errors in our words",
    "lib/processes/web/main.ts": "a line for the supervisor",
    "lib/processes/worker/main.ts": "a line for the supervisor",
    "lib/engine/worker/heartbeat-thread.ts": "a line of the log",
    "lib/engine/store/stored-sync.ts": "credentials",
    "lib/admin/syncs/save/secrets.ts": "credentials",
    "components/overview/snippets.ts": "examples",
    "components/sync/conflict/changed-fields.ts": "settings",
    "components/sync/conflict/only-changes.ts": "settings",
    "components/sync/field-titles.ts": "settings",
    "components/sync/settings/connection-test.tsx": "settings",
  };

  test("data's JSON is read by parseJson and printed by stringifyJson: others change digits", () => {
    const isOwn = (file: string) =>
      Object.hasOwn(OWN_JSON, file) ||
      /^(sandbox|lib\/processes\/supervisor|lib\/platform\/postgres\/embedded)\//.test(file);
    const other = /\bJSON\.(parse|stringify)\b|\bResponse\.json\(/;
    expect(FILES.filter((file) => !isOwn(file) && other.test(code(file)))).toEqual([]);
  });

  test("every server action is made by action() or publicAction()", () => {
    const broken = filesIn("app")
      .filter((file) => file.endsWith("actions.ts"))
      .flatMap((file) =>
        [...code(file).matchAll(/export (?:async )?(?:const|function) (\w+)([^;]{0,80})/g)]
          .filter((match) => !/=\s*(action|publicAction)\(/.test(match[2] ?? ""))
          .map((match) => `${file}: ${match[1]}`),
      );
    expect(broken).toEqual([]);
  });
});

describe("one place decides", () => {
  test("what a sync sends: selecting and evaluating clauses is the planner's alone", () => {
    const deciding = ["select-event", "clause", "select-properties"].map(
      (name) => `lib/engine/pipeline/transform/${name}`,
    );
    const users = FILES.filter((file) =>
      importsOf(file).some((target) => deciding.includes(target)),
    ).filter((file) => !file.startsWith("lib/engine/pipeline/transform/"));
    // Encoders name the type of a selected property, and decide nothing.
    const allowed = ["encode-event.ts", "encode-identify.ts", "encode-attribute.ts"].map(
      (name) => `lib/engine/connectors/customerio/${name}`,
    );
    expect(users.filter((file) => !allowed.includes(file))).toEqual([]);
  });

  test("what an event has in a property is read by the planner, and by what tells of its clauses", () => {
    const readers = FILES.filter(
      (file) =>
        !file.startsWith("lib/engine/pipeline/transform/") &&
        /\bpropertyReader\b/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(readers).toEqual(["lib/admin/events/fates-of.ts"]);
  });

  test("a connector is named in its folder and in the registry, nowhere else", () => {
    const named = FILES.filter(
      (file) =>
        !/^(lib\/engine\/connectors\/customerio|sandbox)\//.test(file) &&
        file !== "lib/engine/connectors/registry.ts" &&
        /customerio/i.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(named).toEqual([]);
  });
});

describe("one way", () => {
  const raw = (file: string) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(IMPORT)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? "",
    );
  const everywhere = [...FILES, ...["bench", "tests"].flatMap(sourcesIn)];

  test("a neighbour is imported as ./name, everything else as @/path", () => {
    const isOneWay = (file: string, target: string) =>
      target.startsWith("@/")
        ? dirname(target.slice(2)) !== dirname(file)
        : !target.startsWith(".") || /^\.\/[^/]+$/.test(target);
    const broken = everywhere.flatMap((file) =>
      raw(file)
        .filter((target) => !isOneWay(file, target))
        .map((target) => `${file} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test("the query of the address is read and changed by useQuery", () => {
    const readers = FILES.filter((file) =>
      /\buseSearchParams\b/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(readers).toEqual(["components/ui/use-query.ts"]);
  });

  test("verbs say of which id they speak: projects, syncs and people have brands", () => {
    const plain = /\b(project|sync|person)Id\??: (idSchema|z\.)|\b(sync|person)Id\??: number\b/;
    const broken = filesIn("lib/admin").filter((file) => plain.test(code(file)));
    // Helpers that speak of a row, whoever read it.
    const ofRows = ["lib/admin/syncs/sync-row.ts", "lib/admin/operations/trouble.ts"];
    expect(broken.filter((file) => !ofRows.includes(file))).toEqual([]);
  });

  test("props of more than three members are an interface above their component", () => {
    const inline = /^\}: (?:\w+ & )?\{\n((?: {2,}.*\n)+?)\}/gm;
    const broken = FILES.filter((file) => file.endsWith(".tsx")).flatMap((file) =>
      [...code(file).matchAll(inline)]
        .filter((match) => (match[1]?.match(/^ {2}readonly /gm) ?? []).length > 3)
        .map(() => file),
    );
    expect(broken).toEqual([]);
  });

  test("what a server action refused is put into a form by showFailure", () => {
    const server = FILES.filter((file) =>
      /type: "server"/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(server).toEqual(["components/ui/forms/show-failure.ts"]);
  });
});

describe("sizes and names", () => {
  const linesOf = (file: string) => readFileSync(join(ROOT, file), "utf8").split("\n").length - 1;
  const over = (name: string, max: number) =>
    filesIn("app")
      .filter((file) => file.endsWith(`/${name}`) && linesOf(file) > max)
      .map((file) => `${file}: ${linesOf(file)} lines, ${max} allowed`);

  test("pages are at most 50 lines, routes 30: the work is in verbs and components", () => {
    expect([...over("page.tsx", 50), ...over("route.ts", 30)]).toEqual([]);
  });

  test("no file is named index.ts, utils.ts or helpers.ts: a name says what is inside", () => {
    expect(FILES.filter((file) => /\/(index|utils|helpers)\.tsx?$/.test(file))).toEqual([]);
  });
});

describe("unit tests stand where their subjects do", () => {
  const unitTests = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".test.ts"),
  );
  /** `lib/engine/worker` for what is tested in `tests/unit/engine/worker`; components, sandbox and the tests' own too. */
  const mirrored = (file: string) =>
    ["lib", ".", "tests"].map((top) => normalize(join(top, dirname(file))));

  test("the folder of each exists in lib, components or sandbox, or is the tests' own", () => {
    const strays = unitTests.filter(
      (file) => !mirrored(file).some((folder) => existsSync(join(ROOT, folder))),
    );
    expect(strays).toEqual([]);
  });

  test("a test that is named for a file of that folder's subfolders stands there", () => {
    const strays = unitTests.flatMap((file) => {
      const name = basename(file, ".test.ts");
      const subjects = FILES.filter((subject) => basename(subject).replace(/\.tsx?$/, "") === name);
      const isThere = subjects.some((subject) => mirrored(file).includes(dirname(subject)));
      const deeper = subjects.filter((subject) => isIn(mirrored(file))(subject));
      return isThere ? [] : deeper.map((subject) => `${file} tests ${subject}`);
    });
    expect(strays).toEqual([]);
  });
});
