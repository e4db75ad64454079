import { existsSync, readdirSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { sum } from "./statistics";

const profileSchema = z.object({
  startTime: z.number(),
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        lineNumber: z.number(),
        columnNumber: z.number(),
      }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Profile = z.output<typeof profileSchema>;
type Frame = Profile["nodes"][number]["callFrame"];

const TOP = 25;
const IDLE = "(idle)";

export interface Span {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** The functions with the most self time in the spans, one line each, for every profile in the folder. */
export function topFunctions(folder: string, spans: readonly Span[]): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".cpuprofile"))
    .flatMap((name) => [
      name,
      ...summarise(
        profileSchema.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))),
        spans,
      ),
    ]);
}

function summarise(profile: Profile, spans: readonly Span[]): readonly string[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const micros = new Map<string, number>();
  let now = profile.startTime;
  profile.samples.forEach((sample, index) => {
    const spent = profile.timeDeltas[index] ?? 0;
    now += spent;
    if (!spans.some(({ fromMicros, toMicros }) => now >= fromMicros && now <= toMicros)) return;
    const name = frames.get(sample) ?? "?";
    micros.set(name, (micros.get(name) ?? 0) + spent);
  });
  const all = sum([...micros.values()]);
  const busy = all - (micros.get(IDLE) ?? 0);
  micros.delete(IDLE);
  const share = (part: number, whole: number) =>
    `${((part * 100) / whole).toFixed(1).padStart(5)} %`;
  return [
    `${share(busy, all)}  of the time busy; of that:`,
    ...[...micros]
      .sort(([, a], [, b]) => b - a)
      .slice(0, TOP)
      .map(([name, spent]) => `${share(spent, busy)}  ${name}`),
  ];
}

const maps = new Map<string, SourceMap | null>();

/** Function, source file and line; of a bundle, what the source map says. */
function nameOf({ functionName, url, lineNumber, columnNumber }: Frame): string {
  const name = functionName || "(anonymous)";
  if (!url.startsWith("file:")) return url === "" ? name : `${name}  ${url}:${lineNumber + 1}`;
  const file = fileURLToPath(url);
  const entry = mapOf(file)?.findEntry(lineNumber, columnNumber);
  if (entry === undefined || !("originalSource" in entry) || !entry.originalSource) {
    return `${name}  ${relative(process.cwd(), file)}:${lineNumber + 1}`;
  }
  const source = entry.originalSource.replace(/^(\.\.\/)+/, "");
  return `${name}  ${source}:${entry.originalLine + 1}`;
}

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file);
  if (known !== undefined) return known;
  const path = `${file}.map`;
  const map = existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, "utf8"))) : null;
  maps.set(file, map);
  return map;
}
