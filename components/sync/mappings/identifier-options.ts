import type { NameOption, ToNew } from "@/components/ui/name-picker/name-option";

/** User ID, Device ID, and every user property: what can identify a user. */
export function identifierOptions(userProperties: readonly NameOption[]): readonly NameOption[] {
  const own = [
    { id: "user_id", label: "User ID", group: "Amplitude property, default" },
    { id: "device_id", label: "Device ID", group: "Amplitude property" },
  ];
  const properties = userProperties.map(({ caution: _caution, ...option }) => ({
    ...option,
    id: `gp:${option.id}`,
    group: "User property",
  }));
  return [...own, ...properties];
}

export const newIdentifier: ToNew = (typed) => [
  { id: `gp:${typed}`, label: typed, group: "User property, not seen yet" },
];
