import { readFileSync } from "node:fs";
import { basename } from "node:path";

// Preloaded into web and workers: `Date` is off by the milliseconds that stand in $CLOCK_DIR/<web|worker>, looked up
// ten times a second. Timers and performance.now() keep running as they do when a machine's clock is set.

const LOOK_MS = 100;
const file = `${process.env.CLOCK_DIR}/${basename(process.argv[1] ?? "", ".js")}`;
const RealDate = Date;
let shiftMs = 0;
let lookedMs = Number.NEGATIVE_INFINITY;

function shifted() {
  const nowMs = performance.now();
  if (nowMs - lookedMs >= LOOK_MS) {
    lookedMs = nowMs;
    try {
      shiftMs = Number(readFileSync(file, "utf8"));
    } catch {
      shiftMs = 0;
    }
  }
  return RealDate.now() + shiftMs;
}

function ShiftedDate(...parts) {
  if (new.target === undefined) return new RealDate(shifted()).toString();
  return Reflect.construct(RealDate, parts.length === 0 ? [shifted()] : parts, new.target);
}
// All of them its own: Next makes a Date of its own out of this one, and takes what it has itself.
Object.defineProperties(ShiftedDate, Object.getOwnPropertyDescriptors(RealDate));
ShiftedDate.now = shifted;
globalThis.Date = ShiftedDate;
