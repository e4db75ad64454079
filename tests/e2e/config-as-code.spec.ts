import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "@/tests/e2e/support/test";
import {
  APP_URL,
  callApi,
  configOf,
  createProject,
  createSync,
  createWorkspace,
  mainProject,
  readSync,
} from "@/tests/e2e/support/world";
import { API_TOKEN } from "@/tests/support/e2e-world";

// `npx tributary`: what was made in one project goes into a file, into another project, and is tested there.

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tributary-cli-"));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the command as somebody would who types it in another folder. */
async function tributary(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(process.cwd(), "bin/tributary.mjs"), ...args], {
    cwd: folder,
    env: { ...process.env, TRIBUTARY_URL: APP_URL, TRIBUTARY_TOKEN: API_TOKEN, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complained] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, said, complained };
}

test("a destination goes from one project through a file into another, and is tested there", async ({
  page,
}) => {
  const workspace = await createWorkspace("as-code");
  const [from, to] = [await createProject(page, "Staging"), await createProject(page, "Live")];
  const sync = await createSync(from.id, "Marketing", {
    ...configOf(workspace),
    send_events: true,
    event_filter: {
      events: ["Purchase"],
      property_filters: { Purchase: [{ property: "ep:price", op: "greater", values: ["10"] }] },
    },
    property_mappings: { event_properties: ["price"] },
  });
  const file = join(folder, "destinations.yaml");
  const into = (id: number, ...args: string[]) => [...args, "destinations.yaml", `--project=${id}`];
  const key = { MARKETING_API_KEY: workspace.apiKey };

  await test.step("the export has everything but the secret", async () => {
    expect(await tributary(into(from.id, "export"))).toMatchObject({ code: 0, complained: "" });
    const exported = await readFile(file, "utf8");
    expect(exported).toContain(`site_id: ${workspace.siteId}`);
    expect(exported).toContain(`api_key: \${MARKETING_API_KEY}`);
    expect(exported).not.toContain(workspace.apiKey);
    const again = await tributary(into(from.id, "plan"));
    expect(again).toMatchObject({ code: 0, said: "= Marketing is as in the file\n" });
  });

  await test.step("elsewhere it needs the secret, is planned and made", async () => {
    const without = await tributary(into(to.id, "plan"));
    expect(without.code).toBe(1);
    expect(without.complained).toContain("the variable MARKETING_API_KEY is not set");
    const planned = await tributary(into(to.id, "plan"), key);
    expect(planned.said).toContain("+ Marketing will be created");
    expect(planned.said).not.toContain(workspace.apiKey);
    expect(await tributary(into(to.id, "apply"), key)).toMatchObject({ code: 0 });
  });

  await test.step("its events are tested by the engine's own rules", async () => {
    const tests = `    tests:
      - name: a dear purchase is sent
        event: { event_type: Purchase, user_id: ann-1, event_properties: { price: 12 } }
        expect: { status: to_be_sent, row: A }
      - name: a cheap one is not
        event: { event_type: Purchase, user_id: ann-1, event_properties: { price: 3 } }
        expect: { status: to_be_sent }
`;
    await writeFile(file, (await readFile(file, "utf8")).trimEnd().concat("\n", tests));
    const tested = await tributary(into(to.id, "test"));
    expect(tested.code).toBe(1);
    expect(tested.said).toContain("✓ Marketing: a dear purchase is sent");
    expect(tested.said).toContain(`status: expected "to_be_sent", came to "filtered"`);
    expect(tested.said).toContain("1 passed, 1 failed");
  });

  await test.step("a change in the app is not overwritten unless somebody says so", async () => {
    const path = `/v1/projects/${from.id}/destinations/${sync.id}`;
    await callApi("PATCH", path, { display_name: "Marketing", send_users: true });
    const refused = await tributary(into(from.id, "apply"));
    expect(refused.code).toBe(1);
    expect(refused.said).toContain("send_users: true → false");
    expect(refused.complained).toContain("“Marketing” changed outside the file");
    expect(await readSync(sync)).toMatchObject({ send_users: true, version: 2 });
    expect(await tributary(into(from.id, "apply", "--overwrite"))).toMatchObject({ code: 0 });
    expect(await readSync(sync)).toMatchObject({ send_users: false, version: 3 });
  });
});

test("what is wrong is said in words: the command, the token, the project, the file and its line", async () => {
  await writeFile(join(folder, "broken.yaml"), "version: 1\ndestinations:\n  - {\n");
  await writeFile(join(folder, "odd.yaml"), "version: 1\ndestinations:\n  - partner: x\n");
  const project = `--project=${(await mainProject()).id}`;
  const complaint = async (args: readonly string[], more?: Readonly<Record<string, string>>) => {
    const { code, complained } = await tributary(args, more);
    expect(code).toBe(1);
    return complained;
  };
  expect(await complaint(["aply", "x.yaml"])).toContain("There is no command aply");
  expect(await complaint(["plan", "x.yaml"], { TRIBUTARY_TOKEN: "" })).toContain(
    "Set TRIBUTARY_TOKEN",
  );
  expect(await complaint(["plan", "x.yaml", "--project=nothing"])).toContain(
    "0 projects are “nothing”",
  );
  expect(await complaint(["plan", "x.yaml", project])).toContain("x.yaml cannot be read");
  expect(await complaint(["plan", "broken.yaml", project])).toMatch(/broken.yaml, line \d/);
  expect(await complaint(["plan", "odd.yaml", project])).toContain("destinations.0.display_name");
});
