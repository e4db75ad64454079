import type { FaultEffect, FaultMatch } from "@/sandbox/faults/fault-rule";
import { PRESETS } from "@/sandbox/faults/presets";
import type { Workspace } from "@/sandbox/workspace";
import { type Html, html } from "./html";
import { link } from "./layout";

/** The fault rules that act now, and a button for every preset. */
export function faultsPage(ws: Workspace, token: string, problem: string | undefined): Html {
  const presets = Object.entries(PRESETS).map(
    ([name, { says, argument }]) => html`<div><code>${name}</code><span>${says}</span>
<form method="post" action="${link(ws, "faults")}">${hidden(token)}<input type="hidden" name="preset" value="${name}">
${argument === undefined ? "" : html`<label>${argument.split(",")[0]} <input type="text" name="argument" id="argument-${name}" aria-label="${name}: ${argument}" title="${argument}"></label>`}
<button>Start</button></form></div>`,
  );
  return html`<h1>Faults</h1><p class="lead">Make this Customer.io misbehave and watch what the sender does.</p>
${problem === undefined ? "" : html`<p><span class="chip bad">${problem}</span></p>`}
${current(ws, token)}
<section class="card"><header><h2>Presets</h2></header><div class="rows">${presets}</div></section>`;
}

function current(ws: Workspace, token: string): Html {
  const { rules, rate_limit, key_revoked } = ws.faults.list();
  const rows = rules.map(
    ({ name, match, effect, matched, fired }, index) =>
      html`<tr><td>${name ?? "rule"}</td><td class="v"><code>${ruleText(match, effect)}</code></td><td class="n">${fired} of ${matched}</td><td class="n"><form method="post" action="${link(ws, "faults")}">${hidden(token)}<input type="hidden" name="stop" value="${index}"><button class="stop" aria-label="Stop ${name ?? "rule"}">Stop</button></form></td></tr>`,
  );
  if (rate_limit !== null) rows.push(plainRow("token-bucket", `${rate_limit} requests per second`));
  if (key_revoked) rows.push(plainRow("401-revoked", "the API key is refused"));
  const clear = html`<form class="find" method="post" action="${link(ws, "faults")}">${hidden(token)}<input type="hidden" name="clear" value="1"><button class="stop">Clear all</button></form>`;
  const table = html`<div class="scroll"><table><thead><tr><th>Name</th><th>Rule</th><th class="n">Fired</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<section class="card"><header><h2>Active now</h2>${rows.length === 0 ? "" : clear}</header>${rows.length === 0 ? html`<p>None: everything is answered as it should be.</p>` : table}</section>`;
}

/** A rule in short: a long body only by its beginning. */
function ruleText(match: FaultMatch, effect: FaultEffect): string {
  const { body } = effect;
  const short = body === undefined || body.length <= 40 ? body : `${body.slice(0, 40)}…`;
  return JSON.stringify({ match, effect: { ...effect, body: short } });
}

const plainRow = (name: string, says: string) =>
  html`<tr><td>${name}</td><td class="v">${says}</td><td class="n">–</td><td></td></tr>`;

const hidden = (token: string) => html`<input type="hidden" name="token" value="${token}">`;
