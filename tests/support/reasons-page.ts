import { discardReasons } from "@/lib/admin/reasons/discard-reasons";
import { fateStatuses } from "@/lib/admin/reasons/fate-status";
import { filterReasons } from "@/lib/admin/reasons/filter-reasons";
import { REASON_ACTIONS, type Reason } from "@/lib/admin/reasons/reason";
import { recordReasons } from "@/lib/admin/reasons/record-reasons";
import { REJECTION_REASONS } from "@/lib/admin/reasons/rejection-reasons";
import { unwellReasons } from "@/lib/admin/reasons/unwell-reasons";
import { waitReasons } from "@/lib/admin/reasons/wait-reasons";

const NAME = "the destination";

/** docs/reasons.md: the catalogue as a page. */
export const reasonsPage = (): string =>
  [
    "# What became of an event, and why",
    "",
    "The catalogue of every status and reason: screens, the management API, `/api/health` and this page say the same, from one list in the code (`lib/admin/reasons`). A test keeps this page as the code is. *The destination* stands for the name of where a sync sends to.",
    "",
    ...section("Statuses", "What became of an event for one sync.", fateStatuses(NAME)),
    ...section("Filtered", "Why the settings do not select an event.", filterReasons(NAME)),
    ...section("Discarded", "Why an event can never be sent as it is.", discardReasons(NAME)),
    ...section(
      "Waiting, expired",
      "Why an event waits, or waited until it expired.",
      waitReasons(NAME),
    ),
    ...section(
      "Not streamed, no longer on record",
      "Why a sync never came to an event, and what its record cannot tell.",
      recordReasons(NAME),
    ),
    ...section(
      "Down",
      "Why a sync sends nothing for now. Nothing is lost meanwhile.",
      unwellReasons(NAME),
    ),
    ...section("Uploads that were not taken", "As counted under **Sources**.", REJECTION_REASONS),
  ].join("\n");

const section = (title: string, text: string, reasons: Readonly<Record<string, Reason>>) => [
  `## ${title}`,
  "",
  text,
  "",
  "| code | shown as | what it means | what to do | here by |",
  "| --- | --- | --- | --- | --- |",
  ...Object.entries(reasons).map(([code, reason]) => row(code, reason)),
  "",
];

const row = (code: string, { title, means, advice, action }: Reason): string =>
  `| \`${code}\` | ${capital(title)} | ${capital(means)} | ${capital(advice)} | ${action === null ? "" : `*${REASON_ACTIONS[action]}*`} |`;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
