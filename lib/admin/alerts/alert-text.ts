import type { AlertChange } from "./alert-change";

/** What messages of every kind of channel are written from. */
export interface MessageContent {
  /** The same each time it is sent. */
  readonly uuid: string;
  readonly about: "alerts" | "test";
  readonly project: { readonly id: number; readonly name: string };
  readonly changes: readonly AlertChange[];
  readonly createdAt: Date;
  /** Of Tributary, without a trailing slash. */
  readonly publicUrl: string;
}

const TEST = "Test message: alerts of this project arrive here.";

/** What a change is called: its level, or that it is over. Pure. */
export const changeWord = ({ to }: Pick<AlertChange, "to">): string =>
  to === null ? "Recovered" : to === "critical" ? "Critical" : "Warning";

/** One line for all of a message. Pure. */
export function subjectOf({ about, project, changes }: MessageContent): string {
  if (about === "test") return `[Tributary] ${project.name}: test message`;
  const [first] = changes;
  if (first !== undefined && changes.length === 1) {
    return `[Tributary] ${changeWord(first)}: ${first.title}`;
  }
  const counts = ["Critical", "Warning", "Recovered"].flatMap((word) => {
    const n = changes.filter((change) => changeWord(change) === word).length;
    return n === 0 ? [] : [`${n} ${word.toLowerCase()}`];
  });
  return `[Tributary] ${project.name}: ${counts.join(", ")}`;
}

/** Plain text: each change with its reason, its remedy and its link. Pure. */
export function textOf(content: MessageContent): string {
  const { about, project, publicUrl, changes } = content;
  const settings = `${publicUrl}/projects/${project.id}/settings/alerts`;
  const parts =
    about === "test"
      ? [TEST]
      : changes.map((change) =>
          [
            `${changeWord(change).toUpperCase()}  ${change.title}`,
            change.message,
            ...(change.advice === "" || change.to === null ? [] : [change.advice]),
            `Since ${minuteOf(change.since)}${change.to === null ? `, until ${minuteOf(change.at)}` : ""} UTC`,
            publicUrl + change.path,
          ].join("\n"),
        );
  return `${parts.join("\n\n")}\n\n--\nProject ${project.name}. Alerts and where they are sent: ${settings}\n`;
}

const minuteOf = (iso: string): string => iso.slice(0, 16).replace("T", " ");

/** Slack's own escapes: <, > and & would be links and mentions. */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Slack takes 40,000 characters in a message. */
const SLACK_CHARACTERS_MAX = 39_000;

/** Body of a Slack incoming webhook. Pure. */
export const slackBodyOf = (content: MessageContent) => ({
  text: escaped(`${subjectOf(content)}\n\n${textOf(content)}`).slice(0, SLACK_CHARACTERS_MAX),
});

/** Body of a webhook: Standard Webhooks asks for type, timestamp and data. Pure. */
export const webhookBodyOf = (content: MessageContent) => ({
  type: content.about === "test" ? "alerts.test" : "alerts.changed",
  timestamp: content.createdAt.toISOString(),
  data: {
    project: content.project,
    changes: content.changes.map(({ alertId, syncId, path, kind, from, to, ...words }) => ({
      alert_id: String(alertId),
      kind,
      destination_id: syncId === 0 ? null : String(syncId),
      from,
      to,
      title: words.title,
      message: words.message,
      advice: words.advice,
      since: words.since,
      at: words.at,
      url: content.publicUrl + path,
    })),
  },
});
