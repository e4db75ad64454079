import { describe, expect, test } from "vitest";
import { connectorOf, DEFAULT_PARTNER } from "@/lib/engine/connectors/registry";
import { checkSelection } from "@/lib/engine/connectors/selection";

describe("a wish that cannot be met is refused by name", () => {
  const { definition } = connectorOf(DEFAULT_PARTNER);

  test.each(["*", "_all"])("%s is not all properties", (name) => {
    for (const field of ["userProperties", "eventProperties"] as const) {
      const nothing = { userProperties: [], eventProperties: [] };
      expect(checkSelection(definition, { ...nothing, [field]: ["plan", name] })).toEqual([
        {
          severity: "error",
          field,
          message: `"${name}" does not mean all: name each property to be sent`,
        },
      ]);
    }
  });
});
