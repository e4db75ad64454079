import { eventView } from "@/sandbox/inspect/person-view";
import type { Person } from "@/sandbox/state/person";
import type { Workspace } from "@/sandbox/workspace";
import { type Html, html } from "./html";
import { formatNumber, link, timeTag } from "./layout";

const EVENTS_SHOWN_MAX = 200;

/** One person: identifiers, attributes, devices, and the newest events. */
export function personPage(ws: Workspace, person: Person): Html {
  return html`<p class="lead"><a href="${link(ws, "")}">← People</a></p>
<h1>${person.id ?? person.email ?? `cio_${person.cioId}`}</h1><p class="lead">${state(person)}</p>
<div class="two"><div>${identifiers(person)}${attributes(person)}${devices(person)}</div>${timeline(ws, person)}</div>`;
}

function state(person: Person): Html {
  return html`<span class="chip ${person.identified ? "good" : "warn"}">${person.identified ? "identified" : "known by events only"}</span>
${person.unsubscribed ? html`<span class="chip bad">unsubscribed</span>` : ""}
${person.orderViolations > 0 ? html`<span class="chip bad">${person.orderViolations} out of order</span>` : ""}`;
}

function identifiers(person: Person): Html {
  const rows = [
    ["id", person.id],
    ["email", person.email],
    ["phone", person.phone],
    ["cio_id", person.cioId],
  ] as const;
  return html`<section class="card"><header><h2>Identifiers</h2></header><table><tbody>${rows.map(
    ([name, value]) =>
      html`<tr><td>${name}</td><td class="v"><code>${value ?? "–"}</code></td></tr>`,
  )}<tr><td>created</td><td>${timeTag(person.createdAt)}</td></tr></tbody></table></section>`;
}

function attributes(person: Person): Html {
  const rows = [...person.attributes].map(
    ([name, { text, changedAt }]) =>
      html`<tr><td class="v">${name}</td><td class="v"><code>${text}</code></td><td>${timeTag(changedAt * 1000)}</td></tr>`,
  );
  const table = html`<div class="scroll"><table><thead><tr><th>Name</th><th>Value</th><th>Changed (UTC)</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<section class="card"><header><h2>Attributes</h2><span>${rows.length}</span></header>${rows.length === 0 ? html`<p>None.</p>` : table}</section>`;
}

function devices(person: Person): Html {
  if (person.devices.size === 0) return html``;
  return html`<section class="card"><header><h2>Devices</h2><span>${person.devices.size}</span></header><table><tbody>${[
    ...person.devices.values(),
  ].map(
    ({ token, platform, lastUsed }) =>
      html`<tr><td>${platform}</td><td class="v"><code>${token}</code></td><td>${lastUsed === undefined ? "" : timeTag(lastUsed * 1000)}</td></tr>`,
  )}</tbody></table></section>`;
}

function timeline(ws: Workspace, person: Person): Html {
  const newest = ws.events.timeline(person.lastEvent).reverse().slice(0, EVENTS_SHOWN_MAX);
  const lines = newest.map((index) => {
    const { id, name, type, timestamp, data } = eventView(ws, index);
    const shown = data === undefined ? "not kept" : JSON.stringify(data, null, 2);
    return html`<details><summary>${timeTag(timestamp * 1000)}<span class="what">${name}</span>
<span class="end">${type === "event" ? "" : html`<span class="chip blue">${type}</span>`}</span></summary>
<div><span class="dim">Id</span> <code>${id ?? "none"}</code><pre>${shown}</pre></div></details>`;
  });
  return html`<section class="card"><header><h2>Events</h2><span>newest first, ${formatNumber(newest.length)} of ${formatNumber(person.eventCount)}</span></header>
${lines.length === 0 ? html`<p>No events.</p>` : html`<div class="line">${lines}</div>`}</section>`;
}
