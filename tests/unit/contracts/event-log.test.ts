import type { ProjectId } from "@/lib/kernel/brand";
import { describeEventLog } from "@/tests/contracts/event-log";
import { MemoryLog } from "@/tests/support/memory-log";

describeEventLog("in memory", async () => {
  const log = new MemoryLog();
  let projects = 0;
  return {
    log,
    other: log,
    makeProject: async () => ++projects as ProjectId,
    dropProject: async (project) => log.drop(project),
    close: async () => undefined,
  };
});
