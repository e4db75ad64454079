import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Answer, textAnswer } from "@/sandbox/http/answer";
import { sameSecret } from "@/sandbox/http/credentials";
import type { SandboxContext } from "@/sandbox/http/sandbox-context";
import { addFaults } from "@/sandbox/inspect/actions";
import { findPerson } from "@/sandbox/inspect/person-view";
import type { Workspace } from "@/sandbox/workspace";
import { amplitudePage } from "./amplitude-page";
import { faultsPage } from "./faults-page";
import type { Html } from "./html";
import { html } from "./html";
import { layout, link, TABS, type Tab } from "./layout";
import { activityPage, lintPage, requestsPage } from "./log-pages";
import { peoplePage } from "./people-page";
import { personPage } from "./person-page";

/** Serves the pages for people. They need no cookie; what changes something carries the admin token in its form. */
export function servePage(sandbox: SandboxContext, method: string, url: URL, body: string): Answer {
  const siteId = url.searchParams.get("workspace");
  const ws = sandbox.workspaces.find(siteId ?? "") ?? sandbox.workspaces.default;
  if (method === "POST" && url.pathname === "/faults") return changeFaults(sandbox, ws, body);
  if (method !== "GET") return textAnswer(405, "405 method not allowed", { allow: "GET" });
  const page = choose(sandbox, ws, url);
  return page === undefined
    ? textAnswer(404, "404 page not found")
    : pageAnswer(200, sandbox, ws, page);
}

interface Page {
  readonly title: string;
  readonly tab: Tab;
  readonly main: Html;
}

function choose(sandbox: SandboxContext, ws: Workspace, url: URL): Page | undefined {
  const [name = "", key, ...more] = url.pathname.slice(1).split("/");
  if (more.length > 0) return undefined;
  if (name === "person" && key !== undefined) return personOf(ws, key);
  const tab = TABS.find(([path]) => path === name)?.[0];
  if (tab === undefined || key !== undefined) return undefined;
  const search = url.searchParams;
  switch (tab) {
    case "":
      return { title: "People", tab, main: peoplePage(ws, search.get("q")?.trim() ?? "") };
    case "activity":
      return { title: "Activity", tab, main: activityPage(ws) };
    case "requests":
      return { title: "Requests", tab, main: requestsPage(ws, search.get("status") ?? undefined) };
    case "lint":
      return { title: "Lint", tab, main: lintPage(ws) };
    case "amplitude":
      return { title: "Amplitude", tab, main: amplitudePage(sandbox.amplitude) };
    case "faults":
      return { title: "Faults", tab, main: faultsPage(ws, sandbox.adminToken, undefined) };
  }
}

function personOf(ws: Workspace, key: string): Page {
  const person = findPerson(ws, key);
  if (person !== undefined) {
    return { title: person.id ?? person.email ?? "Person", tab: "", main: personPage(ws, person) };
  }
  const main = html`<h1>Not here</h1><p class="lead">This person was deleted, merged into another, or never came. <a href="${link(ws, "")}">All people</a></p>`;
  return { title: "Not here", tab: "", main };
}

function changeFaults(sandbox: SandboxContext, ws: Workspace, body: string): Answer {
  const form = new URLSearchParams(body);
  if (!sameSecret(form.get("token") ?? "", sandbox.adminToken)) {
    return textAnswer(403, "403 the form is not of this sandbox; load the page again");
  }
  const stopped = form.get("stop");
  if (form.get("clear") !== null) ws.faults.clear();
  else if (stopped !== null) ws.faults.remove(Number(stopped));
  else {
    const problem = startPreset(sandbox, ws, form);
    if (problem !== undefined) {
      const main = faultsPage(ws, sandbox.adminToken, problem);
      return pageAnswer(400, sandbox, ws, { title: "Faults", tab: "faults", main });
    }
  }
  return { status: 303, headers: { location: link(ws, "faults") }, body: "" };
}

/** What is wrong with the form, or undefined when the preset acts. */
function startPreset(
  sandbox: SandboxContext,
  ws: Workspace,
  form: URLSearchParams,
): string | undefined {
  const name = form.get("preset") ?? "";
  const argument = form.get("argument")?.trim() ?? "";
  try {
    addFaults(sandbox, ws, { preset: argument === "" ? name : `${name}:${argument}` });
    return undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof z.ZodError) return error.message;
    throw error;
  }
}

function pageAnswer(status: number, sandbox: SandboxContext, ws: Workspace, page: Page): Answer {
  const nonce = randomBytes(12).toString("base64");
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
    body: layout(
      { ...page, ws, all: sandbox.workspaces.all(), amplitude: sandbox.amplitude },
      nonce,
    ),
  };
}
