import { explainTrouble } from "@/lib/admin/reasons/explain";
import { REASON_ACTIONS, type ReasonAction } from "@/lib/admin/reasons/reason";
import type { SyncStatus } from "@/lib/admin/syncs/sync-status";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";

export interface Trouble {
  /** A few words for the status pill. */
  readonly short: string;
  /** What to do, or that nothing has to be done. */
  readonly advice: string;
  /** The Settings tab's `?edit=` that does it, and what the link says. */
  readonly link: { readonly edit: string; readonly label: string } | null;
}

type Words = Pick<ConnectorDefinition, "displayName" | "regionParameter" | "parameters">;

/** What is wrong with a degraded sync in words, and what a person can do about it. Pure. */
export function troubleOf(
  { reason }: Pick<NonNullable<SyncStatus["problem"]>, "reason">,
  definition: Words,
  config: ConnectorConfig = {},
): Trouble {
  const { title, advice, action } = explainTrouble(reason, definition.displayName);
  return {
    short: withinSentence(title, definition.displayName),
    advice,
    link: linkOf(action, definition, config),
  };
}

/** Small at its beginning, unless that is a name. */
const withinSentence = (title: string, name: string): string =>
  title.startsWith(name) ? title : title.charAt(0).toLowerCase() + title.slice(1);

function linkOf(
  action: ReasonAction | null,
  definition: Words,
  config: ConnectorConfig,
): Trouble["link"] {
  if (action === "change_region") return otherRegion(definition, config);
  if (action !== "edit_credentials" && action !== "edit_settings") return null;
  return { edit: "1", label: REASON_ACTIONS[action] };
}

/** Of two regions, the one that is not chosen. */
function otherRegion(
  { regionParameter, parameters }: Words,
  config: ConnectorConfig,
): Trouble["link"] {
  const parameter = parameters.find(({ id }) => id === regionParameter);
  const others = parameter?.enumValues.filter(({ value }) => value !== config[parameter.id]) ?? [];
  const [other] = others;
  if (others.length !== 1 || other === undefined) {
    return { edit: "1", label: REASON_ACTIONS.change_region };
  }
  return { edit: `${regionParameter}:${other.value}`, label: `Switch to ${other.label}` };
}
