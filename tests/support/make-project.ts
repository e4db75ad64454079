import type { Pool } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";

/** A project with an empty log; its keys mean nothing. */
export async function makeProject(pool: Pool, name = "Test"): Promise<ProjectId> {
  const { rows } = await pool.query<{ readonly id: ProjectId }>(
    `INSERT INTO projects (name, api_key, secret_key) VALUES ($1, md5(random()::text), '\\x00') RETURNING id`,
    [name],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("no project was made");
  await pool.query("INSERT INTO log_heads (project_id) VALUES ($1)", [id]);
  return id;
}
