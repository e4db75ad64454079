import { describe, expect, test } from "vitest";
import {
  differingPaths,
  patchedFields,
  savedFields,
} from "@/components/sync/conflict/changed-fields";
import { onlyChanges } from "@/components/sync/conflict/only-changes";
import { settingsFormSchema, toForm, toPatch } from "@/components/sync/settings/form-schema";
import type { Sync } from "@/lib/admin/syncs/sync";
import { CUSTOMER_IO } from "@/lib/engine/connectors/customerio/definition";
import { configSchemaOf } from "@/lib/engine/connectors/parameters";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";

const at = new Date(0);
const sync: Sync = {
  id: 1 as SyncId,
  projectId: 1 as ProjectId,
  partner: "customerio",
  name: "Marketing",
  enabled: false,
  config: { site_id: "site", region: "us" },
  settings: settingsSchema.parse({ identifier: "gp:email" }),
  secretHints: {},
  version: 1,
  enabledAt: null,
  createdAt: at,
  updatedAt: at,
  createdBy: "a",
  updatedBy: "a",
};

const messages = (form: unknown, hasApiKey: boolean) => {
  const parsed = settingsFormSchema(CUSTOMER_IO, hasApiKey ? ["api_key"] : []).safeParse(form);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join("."));
};

describe("enabling", () => {
  const form = toForm(CUSTOMER_IO, sync);

  test("names every field that is missing", () => {
    const empty = { ...form, enabled: true, config: { ...form.config, site_id: "" } };
    expect(messages(empty, false)).toEqual(["config.site_id", "secrets.api_key"]);
  });

  test("a stored key is enough, and a disabled sync may be incomplete", () => {
    expect(messages({ ...form, enabled: true }, true)).toEqual([]);
    expect(messages({ ...form, config: { ...form.config, site_id: "" } }, false)).toEqual([]);
  });
});

describe("saving", () => {
  const parse = (form: unknown) => settingsFormSchema(CUSTOMER_IO, ["api_key"]).parse(form);

  test("an untouched key is not sent, and the mapping of the other tab is not touched", () => {
    const patch = toPatch(parse(toForm(CUSTOMER_IO, sync)));
    expect(patch.secrets).toBeUndefined();
    expect(patch.settings).not.toHaveProperty("identifier");
  });

  test("only what was edited is sent", () => {
    const base = { ...sync, config: configSchemaOf(CUSTOMER_IO.parameters).parse(sync.config) };
    const form = toForm(CUSTOMER_IO, base);
    const edited = parse({ ...form, config: { ...form.config, region: "eu" } });
    expect(onlyChanges(toPatch(edited), base)).toEqual({ config: { region: "eu" }, settings: {} });
  });

  test("two people's edits of different fields combine", () => {
    const theirs = { ...sync, config: { ...sync.config, site_id: "other" } };
    const mine = patchedFields(theirs, { config: { region: "eu" }, secrets: { api_key: "k" } });
    expect(differingPaths(savedFields(sync), savedFields(theirs))).toEqual(["config.site_id"]);
    expect(differingPaths(savedFields(theirs), mine)).toEqual(["config.region", "secrets.api_key"]);
    expect(mine.get("config.site_id")).toBe("other");
  });
});
