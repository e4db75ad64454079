import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { API_TOKEN, PORT, PROJECT, SANDBOX_URL } from "@/tests/support/e2e-world";
import { Workspace } from "./sandbox";

// What a test finds before it begins: projects, syncs and events, made through the public interfaces.

export const APP_URL = `http://localhost:${PORT}`;

export interface Project {
  readonly id: number;
  readonly apiKey: string;
}

export interface Sync {
  readonly id: string;
  readonly projectId: number;
  readonly name: string;
  /** Page of one of its tabs. */
  readonly path: (tab: string) => string;
}

/** A call of the management API; `token` null sends none. */
export const callApi = (
  method: string,
  path: string,
  body?: unknown,
  token: string | null = API_TOKEN,
): Promise<Response> =>
  fetch(`${APP_URL}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** The project that the program was started with. */
export async function mainProject(): Promise<Project> {
  const answer = await callApi("GET", "/v1/projects");
  const { data } = (await answer.json()) as { data: { id: string; name: string }[] };
  const found = data.find(({ name }) => name === PROJECT.name);
  if (found === undefined) throw new Error(`there is no project ${PROJECT.name}`);
  return { id: Number(found.id), apiKey: PROJECT.apiKey };
}

/** A project of its own for one test, made by the form. */
export async function createProject(page: Page, name: string): Promise<Project> {
  await page.goto("/projects/new");
  await page.getByLabel("Project name").fill(name);
  await page.getByRole("button", { name: "Create project" }).click();
  const apiKey = await page.getByRole("textbox", { name: "API key" }).inputValue();
  await page.getByRole("link", { name: "Go to Overview" }).click();
  await expect(page).toHaveURL(/\/overview$/);
  const id = /projects\/(\d+)\/overview/.exec(page.url())?.[1];
  return { id: Number(id), apiKey };
}

/** A workspace of its own in the sandbox, so that no other test's events are in it, nor those of a first try. */
export async function createWorkspace(
  name: string,
  config: Readonly<Record<string, unknown>> = {},
): Promise<Workspace> {
  const siteId = `${name}-${randomUUID().slice(0, 8)}`;
  const workspace = new Workspace(SANDBOX_URL, siteId, `${siteId}-key-1234`);
  await workspace.configure(config);
  return workspace;
}

/** A sync, disabled and empty unless `fields` say otherwise. */
export async function createSync(
  projectId: number,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Sync> {
  const body = { partner: "customerio", display_name: name, ...fields };
  const answer = await callApi("POST", `/v1/projects/${projectId}/destinations`, body);
  const created = (await answer.json()) as { id: string };
  expect(answer.status, JSON.stringify(created)).toBe(201);
  const { id } = created;
  return { id, projectId, name, path: (tab) => `/projects/${projectId}/destinations/${id}/${tab}` };
}

/** The configuration that connects a sync to a workspace of the sandbox. */
export const configOf = ({ siteId, apiKey }: Workspace) => ({
  config: { site_id: siteId, api_key: apiKey },
});

/** The sync as the management API shows it. */
export async function readSync({ id, projectId }: Sync): Promise<Record<string, unknown>> {
  const answer = await callApi("GET", `/v1/projects/${projectId}/destinations/${id}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** Sends events through ingestion, which must accept them all. */
export async function ingest(
  { apiKey }: Pick<Project, "apiKey">,
  events: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const answer = await fetch(`${APP_URL}/batch`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ api_key: apiKey, events }),
  });
  expect(await answer.json()).toMatchObject({ code: 200, events_ingested: events.length });
}
