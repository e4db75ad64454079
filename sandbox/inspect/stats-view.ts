import type { Workspace } from "@/sandbox/workspace";

/** The figures that tests and the benchmark count by. */
export function statsView(ws: Workspace) {
  const { stats } = ws;
  return {
    requests: { total: stats.requests, by_status: Object.fromEntries(stats.byStatus) },
    rps: stats.requestsPerSecond(ws.base.now()),
    operations: {
      accepted: stats.operationsAccepted,
      rejected: stats.operationsRejected,
      by_action: Object.fromEntries(stats.byAction),
    },
    ids: { distinct: ws.events.distinctIds, duplicates: stats.duplicateIds },
    events: ws.events.count,
    people: ws.people.count,
    concurrency: ws.inFlight.read(),
    order: {
      timestamp_violations: stats.timestampOrderViolations,
      attribute: ws.config.order_attribute,
      attribute_violations: stats.orderAttributeViolations,
      by_person: violationsByPerson(ws),
    },
    lint: Object.fromEntries(ws.lintCounts),
  };
}

function violationsByPerson(ws: Workspace): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const person of ws.people.all()) {
    if (person.orderViolations === 0) continue;
    counts[person.id ?? person.email ?? person.cioId] = person.orderViolations;
  }
  return counts;
}
