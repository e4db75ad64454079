import { createServer } from "node:http";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";

// Floor: HTTP in, JSON parsed, rows group-committed by COPY into one table. Nothing else: no validation, no people, no
// duplicates, no counters.

const GROUP_EVENTS_MAX = 5_000;

const { PORT, DATABASE_URL } = z
  .object({ PORT: z.coerce.number(), DATABASE_URL: z.string() })
  .parse(process.env);

interface SentEvent {
  readonly user_id: string;
  readonly event_type: string;
  readonly insert_id: string;
  readonly time: number;
}

interface Waiting {
  readonly events: readonly SentEvent[];
  readonly stored: () => void;
}

const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
const queue: Waiting[] = [];
let committing = false;
let lastId = 0;

async function commitAll(): Promise<void> {
  committing = true;
  while (queue.length > 0) {
    const group: Waiting[] = [];
    for (let events = 0; queue[0] !== undefined && events < GROUP_EVENTS_MAX; ) {
      events += queue[0].events.length;
      group.push(queue[0]);
      queue.shift();
    }
    await copy(group.flatMap(({ events }) => events).map(toRow));
    for (const { stored } of group) stored();
  }
  committing = false;
}

function copy(rows: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const text =
      "COPY floor.events (id, user_id, event_type, insert_id, time_ms, payload) FROM STDIN";
    const stream = client.query(copyFrom(text));
    stream.on("error", reject).on("finish", resolve);
    stream.end(rows.join(""));
  });
}

const toRow = (event: SentEvent): string =>
  `${++lastId}\t${event.user_id}\t${event.event_type}\t${event.insert_id}\t${event.time}\t${JSON.stringify(event).replaceAll("\\", "\\\\")}\n`;

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    const body: { events: readonly SentEvent[] } = JSON.parse(Buffer.concat(chunks).toString());
    queue.push({
      events: body.events,
      stored: () => {
        res.writeHead(200, { "Content-Type": "application/json", "Content-Length": ANSWER.length });
        res.end(ANSWER);
      },
    });
    if (!committing) void commitAll();
  });
});

const ANSWER = '{"code":200}';

server.listen(PORT, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
});
process.once("SIGTERM", () => process.exit(0));
