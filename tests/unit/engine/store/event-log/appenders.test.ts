import { Pool } from "pg";
import { expect, test } from "vitest";
import { Appenders, IDLE_APPENDERS_MAX } from "@/lib/engine/store/event-log/appenders";
import type { ProjectId } from "@/lib/kernel/brand";

test("appenders of projects that have nothing to do are dropped, those used longest ago first", () => {
  // Nobody appends, so it never connects.
  const appenders = new Appenders(new Pool());
  const regular = appenders.of(1 as ProjectId);
  for (let n = 2; n < 5 * IDLE_APPENDERS_MAX; n++) {
    appenders.of(n as ProjectId);
    expect(appenders.of(1 as ProjectId)).toBe(regular);
  }
  expect(appenders.count).toBe(IDLE_APPENDERS_MAX);
});
