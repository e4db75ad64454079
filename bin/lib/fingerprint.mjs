import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Hash over the names and contents of files and whole folders; what does not exist counts too. */
export function fingerprint(paths, ignored = []) {
  const hash = createHash("sha256").update(process.versions.node);
  const visit = (path) => {
    if (ignored.includes(path)) return;
    if (!existsSync(path)) return hash.update(`-${path}\0`);
    if (!statSync(path).isDirectory()) return hash.update(`${path}\0`).update(readFileSync(path));
    for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return hash.digest("hex");
}

/** Runs `work` unless the stamp, which lies among the outputs, says it was done for these inputs. */
export async function unlessDone(stamp, inputs, work) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) return;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
}
