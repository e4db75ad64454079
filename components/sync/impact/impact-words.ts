import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import { reasonTitle } from "@/lib/admin/reasons/explain";
import type { Impact } from "@/lib/admin/syncs/test/draft-impact";
import type { ImpactChange } from "@/lib/admin/syncs/test/impact-tally";

// What an impact says, in sentences. Pure.

const DAY_MS = 86_400_000;
/** Below that, a day is not told from them. */
const SPAN_MS_MIN = 600_000;

/** How many fare otherwise in this way, and what that is called: "41 no longer sent". */
export function changeWords(
  impact: Impact,
  change: ImpactChange,
  destination: string,
): { readonly count: number; readonly text: string } {
  switch (change) {
    case "newly_discarded": {
      const reasons = Object.entries(impact.newlyDiscarded);
      const count = reasons.reduce((sum, [, events]) => sum + events, 0);
      const why = reasons.map(
        ([reason, events]) => `${formatCount(events)}: ${reasonTitle(reason, destination)}`,
      );
      return { count, text: `${formatCount(count)} discarded (${why.join("; ")})` };
    }
    case "no_longer_sent":
      return counted(impact.noLongerSent, "no longer sent");
    case "newly_sent":
      return counted(impact.newlySent, "newly sent");
    case "payload_changed":
      return counted(impact.payloadChanged, "sent with other contents");
  }
}

const counted = (count: number, what: string) => ({ count, text: `${formatCount(count)} ${what}` });

/** "Sent: 1,000 of them before, 959 after. At their pace 12,300 a day instead of 12,900." */
export function paceWords({ sentBefore, sentAfter, since, until }: Impact): string {
  const sent = `Sent: ${formatCount(sentBefore)} of them before, ${formatCount(sentAfter)} after.`;
  const spanMs = since === null || until === null ? 0 : until.getTime() - since.getTime();
  if (spanMs < SPAN_MS_MIN || sentBefore === sentAfter) return sent;
  const daily = (events: number) => formatCount(Math.round((events * DAY_MS) / spanMs));
  return `${sent} At their pace ${daily(sentAfter)} a day instead of ${daily(sentBefore)}.`;
}

/** Null when there are none. */
export const newPeopleWords = ({ newPeople }: Impact, destination: string): string | null =>
  newPeople === 0
    ? null
    : `${formatQuantity(newPeople, "person is", "people are")} new to ${destination}, as far as the delivery log tells.`;

/** What to say beside "Saved" of a sync that was just enabled; null when some of the events would have been sent. */
export const nothingSentWords = ({ read, sentAfter }: Impact): string | null =>
  read > 0 && sentAfter === 0
    ? `Of the last ${formatQuantity(read, "event")}, these settings would have sent none`
    : null;
