import type { RequestRecord } from "@/sandbox/request-log";
import type { Ending } from "@/sandbox/stats";
import type { Workspace } from "@/sandbox/workspace";
import { type Html, html } from "./html";
import { formatNumber, link, timeTag } from "./layout";

const SHOWN_MAX = 200;

export function activityPage(ws: Workspace): Html {
  const rows = ws.activity
    .newest(SHOWN_MAX)
    .map(
      ({ at, type, who, detail }) =>
        html`<tr><td>${timeTag(at)}</td><td><span class="chip ${toneOfActivity(type)}">${type.replaceAll("_", " ")}</span></td><td class="v">${who}</td><td class="v dim">${detail}</td></tr>`,
    );
  const table = html`<div class="scroll"><table><thead><tr><th>When (UTC)</th><th>What</th><th>Who</th><th>Detail</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<h1>Activity</h1><p class="lead">What accepted calls really did: a 200 is no promise that something changed.</p>
<section class="card">${rows.length === 0 ? html`<p>Nothing yet.</p>` : table}</section>`;
}

function toneOfActivity(type: string): string {
  if (/fail|unknown|suppressed_call/.test(type)) return "bad";
  return /stale|duplicate|not_modelled/.test(type) ? "warn" : "";
}

export function requestsPage(ws: Workspace, status: string | undefined): Html {
  const passes = (it: RequestRecord) => status === undefined || String(it.status) === status;
  const requests = ws.requests.newest(SHOWN_MAX, passes);
  const filters = [...ws.stats.byStatus].map(
    ([name, count]) =>
      html`<a class="chip ${toneOfEnding(name)}" href="${link(ws, "requests", { status: name })}">${name} × ${formatNumber(count)}</a> `,
  );
  return html`<h1>Requests</h1><p class="lead">Everything that came in, newest first; the newest ${formatNumber(ws.config.keep_requests)} are kept.</p>
<p>${filters}${status === undefined ? "" : html`<a href="${link(ws, "requests")}">show all</a>`}</p>
<section class="card">${requests.length === 0 ? html`<p>No requests.</p>` : html`<div class="line">${requests.map(requestLine)}</div>`}</section>`;
}

function requestLine(request: RequestRecord): Html {
  const { status = "…", fault, lint } = request;
  return html`<details><summary>${timeTag(request.at)}<span class="what"><code>${request.method} ${request.path}</code> <span class="dim">${formatNumber(request.bytes)} B</span></span>
<span class="end">${lint.map((code) => html`<span class="chip warn">${code}</span>`)}${fault === undefined ? "" : html`<span class="chip blue">${fault}</span>`}<span class="chip ${toneOfEnding(String(status))}">${wordsOf(status)}</span></span></summary>
<div><span class="dim">#${request.number}, ${request.listener.toUpperCase()} listener, Site ID</span> <code>${request.siteId ?? "none"}</code>
<pre>${request.body === "" ? "no body" : request.body}${request.bodyCut ? "\n… cut" : ""}</pre>
<pre>${request.answer === "" ? "no body in the answer" : request.answer}</pre></div></details>`;
}

function wordsOf(status: Ending | "…"): string {
  if (status === "cut") return "cut off";
  return status === "client_gone" ? "client gone" : String(status);
}

function toneOfEnding(status: string): string {
  if (status === "207") return "warn";
  return status.startsWith("2") ? "good" : "bad";
}

export function lintPage(ws: Workspace): Html {
  const counts = [...ws.lintCounts].map(
    ([code, count]) => html`<span class="chip warn">${code} × ${formatNumber(count)}</span> `,
  );
  const rows = ws.lint
    .newest(SHOWN_MAX)
    .map(
      ({ at, code, field, detail, request }) =>
        html`<tr><td>${timeTag(at)}</td><td><span class="chip warn">${code}</span></td><td class="v">${field}</td><td class="v dim">${detail}</td><td class="n">#${request}</td></tr>`,
    );
  const table = html`<div class="scroll"><table><thead><tr><th>When (UTC)</th><th>Rule</th><th>Where</th><th>What</th><th class="n">Request</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<h1>Lint</h1><p class="lead">What Customer.io accepts but a good sender does not do. It never changes an answer, unless the workspace is strict.</p>
<p>${counts}</p><section class="card">${rows.length === 0 ? html`<p>Nothing to complain about.</p>` : table}</section>`;
}
