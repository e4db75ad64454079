import { ALL_EVENTS, type Settings } from "@/lib/engine/pipeline/transform/settings";
import type { ConnectorDefinition } from "./connector";

// Which selected properties a connector refuses or warns of: read from what it declares.

/** What other products write for all properties; here only what is named is sent. */
const WILDCARDS: readonly string[] = ["*", ALL_EVENTS];

interface SelectionProblem {
  /** `error` refuses the save, `warning` is only said. */
  readonly severity: "error" | "warning";
  readonly field: "userProperties" | "eventProperties";
  readonly message: string;
}

type Names = Pick<
  ConnectorDefinition,
  | "displayName"
  | "reservedUserProperties"
  | "warnedUserProperties"
  | "warnedEventProperties"
  | "userPropertiesMax"
>;

/** What is wrong with, or worth knowing about, the selected properties. Pure. */
export function checkSelection(
  names: Names,
  { userProperties, eventProperties }: Pick<Settings, "userProperties" | "eventProperties">,
): readonly SelectionProblem[] {
  const error = (
    message: string,
    field: SelectionProblem["field"] = "userProperties",
  ): SelectionProblem => ({ severity: "error", field, message });
  const wildcards = (field: SelectionProblem["field"], selected: readonly string[]) =>
    selected
      .filter((name) => WILDCARDS.includes(name))
      .map((name) => error(`"${name}" does not mean all: name each property to be sent`, field));
  const { displayName, reservedUserProperties, userPropertiesMax } = names;
  const tooMany = userProperties.length > userPropertiesMax;
  return [
    ...wildcards("userProperties", userProperties),
    ...wildcards("eventProperties", eventProperties),
    ...(tooMany
      ? [error(`${displayName} takes at most ${userPropertiesMax} attributes: unselect some`)]
      : []),
    ...userProperties
      .filter((name) => reservedUserProperties.includes(name))
      .map((name) => error(`"${name}" belongs to ${displayName} and cannot be sent: unselect it`)),
    ...warnings("userProperties", userProperties, names.warnedUserProperties),
    ...warnings("eventProperties", eventProperties, names.warnedEventProperties),
  ];
}

function warnings(
  field: SelectionProblem["field"],
  selected: readonly string[],
  warned: Readonly<Record<string, string>>,
): readonly SelectionProblem[] {
  return selected
    .filter((name) => Object.hasOwn(warned, name))
    .map((name) => ({ severity: "warning", field, message: `"${name}" ${warned[name]}` }));
}
