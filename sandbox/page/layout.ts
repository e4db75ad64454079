import type { AmplitudeProject } from "@/sandbox/amplitude/amplitude-project";
import type { Workspace } from "@/sandbox/workspace";
import { type Html, html } from "./html";
import { STYLE } from "./style";

export const TABS = [
  ["", "People"],
  ["activity", "Activity"],
  ["requests", "Requests"],
  ["faults", "Faults"],
  ["lint", "Lint"],
  ["amplitude", "Amplitude"],
] as const;
export type Tab = (typeof TABS)[number][0];

interface PageFrame {
  readonly title: string;
  readonly tab: Tab;
  readonly ws: Workspace;
  readonly all: readonly Workspace[];
  readonly amplitude: AmplitudeProject;
  readonly main: Html;
}

/** Every two seconds `main` and the tabs are replaced by fresh ones, unless someone is reading or typing in them. */
const REFRESH = `
const busy=()=>{const a=document.activeElement;return a&&a!==document.body&&(a.tagName==="INPUT"||a.matches(":focus-visible"))||String(getSelection())||document.querySelector("main details[open]")};
setInterval(async()=>{if(busy()||document.hidden)return;try{const r=await fetch(location.href);if(!r.ok||busy())return;
const next=new DOMParser().parseFromString(await r.text(),"text/html");
for(const part of ["main","nav"])document.querySelector(part).replaceWith(next.querySelector(part));
document.querySelector(".live").hidden=false}catch{document.querySelector(".live").hidden=true}},2000);
`;

/** A whole page. `nonce` is what its content security policy allows. */
export function layout(frame: PageFrame, nonce: string): string {
  const { title, tab, ws, all, main } = frame;
  const { region, mode } = ws.config;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · Customer.io sandbox</title><link rel="icon" href="data:,">
<style nonce="${nonce}">${raw(STYLE)}</style></head><body>
<div class="bar"><div class="in"><div class="top">${MARK}
<div><div class="name">Customer.io sandbox</div>
<div class="where">${workspaceChoice(ws, all, tab)} <span class="chip">${region.toUpperCase()}</span>
<span class="chip">${mode === "id_only" ? "id only" : "e-mail or id"}</span></div></div>
<span class="live">Live</span></div>${tabs(frame)}</div></div>
<main class="in">${main}</main>
<script nonce="${nonce}">${raw(REFRESH)}</script></body></html>`;
  return page.markup;
}

/** Our own constants only: they are not escaped. */
const raw = (markup: string): Html => ({ markup });

const MARK = raw(
  `<svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="7" fill="#1b5fd0"/><path d="M8.3 5.7c0 7 5.7 6.6 5.7 16.6M20.6 6.6c0 5.7-5.4 5.2-6.3 10" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>`,
);

function tabs({ ws, amplitude, tab: current }: PageFrame): Html {
  const counts: Record<Tab, number> = {
    "": ws.people.count,
    activity: ws.activity.list().length,
    requests: ws.stats.requests,
    faults: ws.faults.list().rules.length,
    lint: ws.lint.list().length,
    amplitude: amplitude.events.length,
  };
  const links = TABS.map(
    ([name, label]) =>
      html`<a href="${link(ws, name)}" ${name === current ? raw('aria-current="page"') : ""}>${label} <small>${formatNumber(counts[name])}</small></a>`,
  );
  return html`<nav aria-label="Sections">${links}</nav>`;
}

function workspaceChoice(ws: Workspace, all: readonly Workspace[], tab: Tab): Html {
  if (all.length === 1) return html`Workspace <code>${ws.config.site_id}</code>`;
  const others = all.filter((it) => it !== ws).slice(0, 8);
  const links = others.map((it) => html` · <a href="${link(it, tab)}">${it.config.site_id}</a>`);
  return html`Workspace <code>${ws.config.site_id}</code>${links}`;
}

/** A link to a page of the same workspace. */
export function link(ws: Workspace, path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams({ ...query, workspace: ws.config.site_id });
  return `/${path}?${search}`;
}

export const formatNumber = (value: number) => value.toLocaleString("en-US");

/** A time in milliseconds, in UTC, with the whole of it on hover. */
export function timeTag(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}
