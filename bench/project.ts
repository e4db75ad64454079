import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { EventRow } from "@/lib/engine/pipeline/transform/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { EVENT_PROPERTIES, USER_PROPERTIES } from "./payload";
import { until } from "./until";
import type { World } from "./world";

export interface Project {
  readonly id: ProjectId;
  readonly apiKey: string;
}

export async function createProject(pool: Pool): Promise<Project> {
  const apiKey = randomBytes(16).toString("hex");
  const { rows } = await pool.query<{ readonly id: ProjectId }>(
    `INSERT INTO projects (name, api_key, secret_key) VALUES ('Bench', $1, '\\x00') RETURNING id`,
    [apiKey],
  );
  const id = onlyId(rows);
  await pool.query("INSERT INTO log_heads (project_id) VALUES ($1)", [id]);
  return { id, apiKey };
}

export interface SyncPart {
  /** Site ID of a sandbox workspace. */
  readonly site: string;
  /** `eu` is the floor's sink. */
  readonly region?: "us" | "eu";
  readonly eventRows?: readonly EventRow[];
  /** One request for each event. */
  readonly single?: boolean;
}

/** An enabled sync in batched mode that sends users and, unless told otherwise, every event. */
export async function createSync(world: World, project: Project, part: SyncPart): Promise<SyncId> {
  const { pool } = world;
  const { rows } = await pool.query<{ readonly id: SyncId }>(
    `INSERT INTO syncs (project_id, partner, name, enabled, config, settings, secrets, created_by, updated_by)
     VALUES ($1, 'customerio', 'Bench', false, $2, $3, '', 'bench', 'bench') RETURNING id`,
    [
      project.id,
      {
        site_id: part.site,
        region: part.region ?? "us",
        requests_per_second: 1_000,
        delivery_mode: part.single === true ? "single" : "batch",
      },
      {
        sendEvents: true,
        sendUsers: true,
        eventRows: part.eventRows ?? [{ event: "_all", where: [] }],
        eventProperties: EVENT_PROPERTIES,
        userProperties: USER_PROPERTIES,
      },
    ],
  );
  const id = onlyId(rows);
  const cipher = new Cipher(Buffer.from(world.encryptionKey, "base64"));
  const secrets = cipher.encrypt(JSON.stringify({ api_key: `${part.site}-key` }), `sync:${id}`);
  await pool.query(
    `INSERT INTO cursors (sync_id, shard, position)
     SELECT $1, shard, h.last_offset FROM generate_series(0, $2 - 1) AS shard, log_heads h WHERE h.project_id = $3`,
    [id, SHARDS, project.id],
  );
  await pool.query("UPDATE syncs SET secrets = $2, enabled = true WHERE id = $1", [id, secrets]);
  await pool.query("NOTIFY tributary_syncs");
  return id;
}

/** Resolves when the workers hold every shard of every enabled sync. */
export async function untilHeld(pool: Pool): Promise<void> {
  await until("the workers hold all shards", async () => {
    const { rows } = await pool.query<{ readonly n: number }>(
      `SELECT count(*) AS n FROM cursors c JOIN syncs s ON s.id = c.sync_id
       WHERE s.enabled AND (c.lease_owner IS NULL OR c.lease_until < now())`,
    );
    return rows[0]?.n === 0;
  });
}

/** Resolves when every cursor of the project stands at the head of its shard. */
export async function untilCaughtUp(pool: Pool, project: Project): Promise<void> {
  await until("all syncs have read the log", async () => {
    const { rows } = await pool.query<{ readonly behind: boolean }>(
      `SELECT EXISTS (
         SELECT 1 FROM cursors c JOIN syncs s ON s.id = c.sync_id
         CROSS JOIN LATERAL (
           SELECT max("offset") AS last FROM events e WHERE e.project_id = s.project_id AND e.shard = c.shard
         ) AS head
         WHERE s.project_id = $1 AND s.enabled AND c.position < head.last
       ) AS behind`,
      [project.id],
    );
    return rows[0]?.behind === false;
  });
}

/** Ends what a figure has started, so that the next one has the machine to itself. */
export async function disableSyncs(pool: Pool): Promise<void> {
  await pool.query("UPDATE syncs SET enabled = false, version = version + 1 WHERE enabled");
  await pool.query("NOTIFY tributary_syncs");
  await until("the workers have stopped", async () => {
    const { rows } = await pool.query<{ readonly n: number }>(
      "SELECT count(*) AS n FROM cursors WHERE lease_owner IS NOT NULL",
    );
    return rows[0]?.n === 0;
  });
}

function onlyId<Id>(rows: readonly { readonly id: Id }[]): Id {
  const [row] = rows;
  if (row === undefined) throw new Error("nothing was inserted");
  return row.id;
}
