"use client";

import { Checkbox } from "@/components/ui/controls/checkbox";
import { Select } from "@/components/ui/controls/select";
import type { Role } from "@/lib/admin/verb/rights";
import { ROLE_WORDS } from "./role-words";

export interface RoleChoice {
  readonly role: Role | "owner";
  readonly seesPersonalData: boolean;
}

interface RoleFieldsProps {
  readonly value: RoleChoice;
  readonly onChange: (value: RoleChoice) => void;
  /** What the role may be, in order. */
  readonly roles: readonly (Role | "owner")[];
}

/** A role, and the right that is apart from it. */
export function RoleFields({ value, onChange, roles }: RoleFieldsProps) {
  return (
    <>
      <Select
        label="Role"
        options={roles.map((role) => ({ value: role, ...ROLE_WORDS[role] }))}
        value={value.role}
        onChange={(role) => onChange({ ...value, role })}
        description={ROLE_WORDS[value.role].description}
      />
      {value.role !== "owner" && (
        <Checkbox
          isSelected={value.seesPersonalData}
          onChange={(seesPersonalData) => onChange({ ...value, seesPersonalData })}
        >
          <span>
            Sees personal data
            <span className="block text-muted text-sm">
              Without it payloads, properties and identifiers of people are masked.
            </span>
          </span>
        </Checkbox>
      )}
    </>
  );
}
