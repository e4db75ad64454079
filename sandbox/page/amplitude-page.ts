import type { Json, JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { AmplitudeProject } from "@/sandbox/amplitude/amplitude-project";
import { type Html, html } from "./html";
import { formatNumber, timeTag } from "./layout";

const SHOWN_MAX = 100;

/** What the small Amplitude beside Customer.io has taken, newest first. */
export function amplitudePage(project: AmplitudeProject): Html {
  const { events, uploads, duplicates, config } = project;
  const tiles = [
    ["events", events.length],
    ["uploads kept", uploads.length],
    ["repeated insert_ids", duplicates],
    ["refused uploads kept", uploads.filter(({ status }) => status !== 200).length],
  ] as const;
  return html`<h1>Amplitude</h1><p class="lead">A small Amplitude on the same addresses: <code>/2/httpapi</code> and <code>/batch</code>, region ${config.region.toUpperCase()}, API Key <code>${config.api_key}</code>.</p>
<div class="tiles">${tiles.map(([label, value]) => html`<div class="tile"><b>${formatNumber(value)}</b><span>${label}</span></div>`)}</div>
<section class="card"><header><h2>Newest events</h2></header>${events.length === 0 ? html`<p>Nothing yet.</p>` : html`<div class="line">${events.slice(-SHOWN_MAX).reverse().map(eventLine)}</div>`}</section>`;
}

function eventLine(event: JsonObject): Html {
  const { time, event_type: type, user_id: user, device_id: device } = event;
  const who = user ?? device;
  return html`<details><summary>${isTime(time) ? timeTag(time) : html`<span class="dim">no time</span>`}<span class="what">${String(type)} <span class="dim">${who === undefined || who === null ? "nobody" : String(who)}</span></span></summary>
<div><pre>${stringifyJson(event)}</pre></div></details>`;
}

/** What a date can be made of: ms within 100 million days of 1970. */
const isTime = (time: Json | undefined): time is number =>
  typeof time === "number" && Math.abs(time) <= 8.64e15;
