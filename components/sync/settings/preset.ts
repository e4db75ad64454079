import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

/** The parameter and value that a link `?edit=region:eu` names, when it names an option that there is. Pure. */
export function presetOf(
  { parameters }: ConnectorDefinition,
  edit: string | string[] | undefined,
): readonly [parameter: string, value: string] | undefined {
  const [id = "", value = ""] = typeof edit === "string" ? edit.split(":") : [];
  const parameter = parameters.find((each) => each.id === id);
  const isOption = parameter?.enumValues.some((option) => option.value === value) ?? false;
  return isOption ? [id, value] : undefined;
}
