import { propertyLabel } from "@/lib/admin/names/property-label";
import { explainFate } from "@/lib/admin/reasons/explain";
import { actualWords, clauseWords } from "./clause-words";
import type { Fate } from "./fate";

type Told = Pick<
  Fate,
  "destination" | "status" | "reason" | "message" | "row" | "clause" | "attemptCount"
>;

/** What became of an event for one sync, and why, in one sentence of plain words. Pure. */
export function whySentence(fate: Told, eventType: string): string {
  const { destination, status, reason, message } = fate;
  switch (status) {
    case "delivered":
      return `${destination} accepted it ${attempts(fate.attemptCount)}.`;
    case "filtered":
      return `It was not sent, because ${filterWords(fate, eventType)}.`;
    case "discarded":
      return `It was not sent: ${ended(reason === null ? message : explained(fate))}`;
    case "expired":
      return `It was not sent, since it was tried for as long as it may be: ${ended(message)}`;
    case "waiting":
      return `It waits: ${ended(message)}`;
    case "not_read":
      return reason === null
        ? "It is not sent yet, because the sync has not come to it."
        : `It is not sent yet, because the sync has stopped for now: ${ended(message)}`;
    case "not_streamed":
      return `It was not sent: ${ended(message)}`;
    case "no_longer_retained":
      return `What became of it cannot be told: ${ended(message)}`;
  }
}

const attempts = (count: number): string =>
  count <= 1 ? "on the first attempt" : `after ${count} requests`;

function filterWords({ reason, row, clause, message }: Told, eventType: string): string {
  if (reason !== "no_row_matches") return small(message).replace(/\.$/, "");
  if (row === null) return `no row of Select and filter events names “${eventType}”`;
  if (clause === null) return `row ${row} asks for something else`;
  const name = propertyLabel(clause.property);
  return `row ${row} sends it only where ${clauseWords(clause)}, and here ${name} is ${actualWords(clause.actual)}`;
}

/** The catalogue's title with the destination's own words, where they say more. */
function explained({ status, reason, destination, message }: Told): string {
  const { title, means } = explainFate(status, reason, destination);
  return message === means ? means : `${title}. ${message}`;
}

const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
