import { statsView } from "@/sandbox/inspect/stats-view";
import type { Person } from "@/sandbox/state/person";
import type { Workspace } from "@/sandbox/workspace";
import { type Html, html } from "./html";
import { formatNumber, link, timeTag } from "./layout";

const SHOWN_MAX = 100;

/** Figures of the workspace and its people, newest first, found by any identifier or attribute value. */
export function peoplePage(ws: Workspace, search: string): Html {
  const people = search === "" ? newest(ws) : find(ws, search.toLowerCase());
  return html`<h1>People</h1><p class="lead">Who has arrived, by the Track API's own rules.</p>
${tiles(ws)}
<section class="card"><header><h2>${search === "" ? "Newest" : "Found"}</h2>
<span>${formatNumber(people.length)} of ${formatNumber(ws.people.count)}</span>
<form class="find" method="get" action="/" role="search"><input type="hidden" name="workspace" value="${ws.config.site_id}">
<input id="q" type="search" name="q" value="${search}" placeholder="Id, e-mail, attribute value" aria-label="Search people"><button>Search</button></form></header>
${people.length === 0 ? nobody(search) : table(ws, people)}</section>`;
}

function tiles(ws: Workspace): Html {
  const stats = statsView(ws);
  const order = stats.order.attribute_violations + stats.order.timestamp_violations;
  const shown: [string, number][] = [
    ["people", stats.people],
    ["events", stats.events],
    ["requests", stats.requests.total],
    ["duplicate event ids", stats.ids.duplicates],
    ["operations refused", stats.operations.rejected],
    ["out of order", order],
    ["most requests at once", stats.concurrency.max],
  ];
  return html`<div class="tiles">${shown.map(
    ([label, value]) =>
      html`<div class="tile"><b>${formatNumber(value)}</b><span>${label}</span></div>`,
  )}</div>`;
}

function table(ws: Workspace, people: readonly Person[]): Html {
  const rows = people.map(
    (
      person,
    ) => html`<tr><td class="v"><a href="${link(ws, `person/${person.cioId}`)}">${person.id ?? person.email ?? `cio_${person.cioId}`}</a></td>
<td class="v wide">${person.email ?? "–"}</td><td class="n wide">${formatNumber(person.attributes.size)}</td>
<td class="n">${formatNumber(person.eventCount)}</td><td class="wide">${timeTag(person.createdAt)}</td></tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th>Person</th><th class="wide">E-mail</th><th class="n wide">Attributes</th><th class="n">Events</th><th class="wide">Created (UTC)</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function nobody(search: string): Html {
  if (search !== "")
    return html`<p>Nobody matches “${search}”. Ids match by any part, e-mail addresses and attribute values too.</p>`;
  return html`<p>Nobody is here yet. Point a sender at this address with the Site ID and API key of this workspace; people appear with the first identify or event.</p>`;
}

function newest(ws: Workspace): Person[] {
  const people: Person[] = [];
  let skip = ws.people.count - SHOWN_MAX;
  for (const person of ws.people.all()) if (skip-- <= 0) people.push(person);
  return people.reverse();
}

function find(ws: Workspace, search: string): Person[] {
  const found: Person[] = [];
  for (const person of ws.people.all()) {
    if (found.length === SHOWN_MAX) break;
    if (mentions(person, search)) found.push(person);
  }
  return found;
}

function mentions(person: Person, search: string): boolean {
  const texts = [person.id, person.email, person.phone, person.cioId, `cio_${person.cioId}`];
  if (texts.some((text) => text?.toLowerCase().includes(search) === true)) return true;
  for (const { text } of person.attributes.values()) {
    if (text.toLowerCase().includes(search)) return true;
  }
  return false;
}
