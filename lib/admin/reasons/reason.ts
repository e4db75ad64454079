/** Why something was not sent or not taken, told to people. `destination` in its texts is the connector's name. */
export interface Reason {
  /** A few words, for a pill, a filter or a heading. */
  readonly title: string;
  /** What it means, in whole sentences. */
  readonly means: string;
  /** What to do, or that nothing has to be done. */
  readonly advice: string;
  /** What does it, when something here does. */
  readonly action: ReasonAction | null;
}

/** Reasons of one kind, as they are said of one destination. The compiler asks for each of them. */
export type ReasonsOf<Kind extends string> = (
  destination: string,
) => Readonly<Record<Kind, Reason>>;

/** What a link or a button says that does what a reason advises; where it leads: components/reasons/reason-href.ts. */
export const REASON_ACTIONS = {
  edit_credentials: "Edit credentials",
  change_region: "Change region",
  edit_settings: "Edit settings",
  edit_mapping: "Edit mapping",
  open_row: "Open the row",
  open_earlier: "Open the earlier event",
  redeliver: "Redeliver",
  try_now: "Try now",
  show_key: "Show the API key",
  show_snippets: "Show how to send",
} as const;

export type ReasonAction = keyof typeof REASON_ACTIONS;
