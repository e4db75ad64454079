/**
 * The README's table, in Markdown, from the lines of a chaos report: `{ seed, … }` of a run under faults,
 * `{ innocents: … }` of innocent clients beside a hostile one.
 */
export function chaosTable(lines) {
  const runs = lines.filter(({ seed }) => seed !== undefined);
  const innocents = lines.filter((line) => line.innocents !== undefined);
  return [
    "| | |",
    "| --- | --- |",
    ...(runs.length > 0 ? runRows(runs) : []),
    ...(innocents.length > 0 ? innocentRows(innocents) : []),
  ].join("\n");
}

function runRows(runs) {
  const sum = (name) => runs.reduce((total, run) => total + run[name], 0).toLocaleString("en-US");
  const faults = runs.flatMap((run) => run.faults);
  const wrong = runs.filter((run) => run.wrong.length > 0);
  const settled = Math.max(...runs.map(({ settledAfterMs }) => settledAfterMs));
  const withOld = runs.filter(({ oldWorker }) => oldWorker).length;
  return [
    row("runs", `${runs.length}, of which ${withOld} with a worker of an older version beside`),
    row("faults", `${faults.length}: ${counts(faults.map(({ kind }) => kind))}`),
    row(
      "events accepted with 200",
      `${sum("accepted")} (uploads sent again by the clients: ${sum("retries")})`,
    ),
    row("arrived at Customer.io", sum("arrived")),
    row("on record there as discarded or expired", `${sum("discarded")}, ${sum("expired")}`),
    row(
      "of all that was stored, relayed to Amplitude; on record there as discarded or expired",
      `${sum("relayed")}; ${sum("notRelayed")}`,
    ),
    row(
      "runs in which something was lost, doubled, out of order, or in which the sums do not agree",
      wrong.length === 0
        ? "0"
        : wrong.map((run) => `seed ${run.seed}: ${run.wrong.join("; ")}`).join(" · "),
    ),
    row(
      "without an insert_id, sent again by the client after a lost answer, and there twice",
      sum("twiceAfterLostAnswers"),
    ),
    row("repeats dropped by their ULID", sum("duplicatesRefused")),
    row("everything settled after the last fault", `${(settled / 1_000).toFixed(1)} s at most`),
  ];
}

function innocentRows(lines) {
  const answers = lines.reduce((total, { innocents }) => total + innocents.answers, 0);
  const others = lines.reduce((total, { innocents }) => total + innocents.notOk, 0);
  const alone = lines.find(({ client }) => client === null);
  const beside = lines.filter(({ client }) => client !== null);
  const slowest = beside.toSorted((a, b) => b.innocents.p99Ms - a.innocents.p99Ms)[0];
  const middle = beside.map(({ innocents }) => innocents.p99Ms).toSorted((a, b) => a - b);
  return [
    row(
      `innocent requests beside ${beside.length} hostile clients, each in turn`,
      `${answers.toLocaleString("en-US")}, ${others} of them not answered 200`,
    ),
    ...(alone === undefined || slowest === undefined
      ? []
      : [
          row(
            "they waited (p50, p99)",
            `alone ${alone.innocents.p50Ms}, ${alone.innocents.p99Ms} ms; beside a hostile one p99 ${middle[Math.floor(middle.length / 2)]} ms in the middle, ${slowest.innocents.p99Ms} ms beside the worst (${slowest.client})`,
          ),
        ]),
  ];
}

const row = (name, value) => `| ${name} | ${value} |`;

function counts(names) {
  const count = new Map();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return [...count].map(([name, times]) => `${name} ${times}`).join(", ");
}
