"use client";

import { Select } from "@/components/ui/controls/select";
import { useQuery } from "@/components/ui/use-query";

interface VersionChoiceProps {
  /** Newest first. */
  readonly versions: readonly number[];
  readonly chosen: number;
  readonly current: number;
  /** The version that decided. */
  readonly decided: number | null;
}

/** The settings under which the event is looked at. */
export function VersionChoice({ versions, chosen, current, decided }: VersionChoiceProps) {
  const query = useQuery();
  const label = (version: number) =>
    [
      `Version ${version}`,
      ...(version === decided ? ["in force then"] : []),
      ...(version === current ? ["now"] : []),
    ].join(", ");
  return (
    <Select
      label="Settings"
      hideLabel
      className="w-64 max-w-full"
      options={versions.map((version) => ({ value: String(version), label: label(version) }))}
      value={String(chosen)}
      onChange={(version) => query.set({ version: Number(version) === decided ? "" : version })}
    />
  );
}
