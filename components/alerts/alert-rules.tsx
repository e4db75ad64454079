import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { StatusPill } from "@/components/ui/text/status-pill";
import { ALERT_DEFINITIONS, ALERT_KINDS, type AlertKind } from "@/lib/admin/alerts/alert-kind";
import type { AlertRules as Rules } from "@/lib/admin/alerts/alert-rules";
import { EditRuleButton, type SaveRule } from "./edit-rule-button";
import { RuleScope } from "./rule-scope";
import { ruleWords } from "./rule-words";

const COLUMNS: readonly Column[] = [
  { key: "what", title: "What" },
  { key: "when", title: "When" },
  { key: "actions", title: <span className="sr-only">Actions</span> },
];

interface AlertRulesProps {
  readonly projectId: number;
  readonly destinations: readonly { readonly id: number; readonly name: string }[];
  /** Null: the whole project. */
  readonly syncId: number | null;
  readonly rules: Rules;
  /** Those that were set just here. */
  readonly own: readonly AlertKind[];
  /** Null for who may only look. */
  readonly save: SaveRule | null;
}

/** What is looked for, of the project, and where one destination has rules of its own. */
export function AlertRules({ projectId, destinations, syncId, rules, own, save }: AlertRulesProps) {
  const kinds = ALERT_KINDS.filter(
    (kind) => syncId === null || ALERT_DEFINITIONS[kind].of === "destination",
  );
  return (
    <Card
      title="What is looked for"
      description="Of the project, and of each of its enabled destinations."
      flush
      actions={<RuleScope destinations={destinations} syncId={syncId} />}
    >
      <Table label="What is looked for" columns={COLUMNS} stacked>
        {kinds.map((kind) => {
          const { title, means } = ALERT_DEFINITIONS[kind];
          return (
            <TableRow key={kind}>
              <TableCell className="sm:max-w-80">
                <span className="flex flex-col gap-0.5 py-1">
                  <strong className="font-semibold">{title}</strong>
                  <span className="text-muted text-sm">{means}</span>
                </span>
              </TableCell>
              <TableCell label="When">
                {rules[kind].enabled ? (
                  ruleWords(kind, rules[kind])
                ) : (
                  <StatusPill tone="neutral">Off</StatusPill>
                )}
                {syncId !== null && own.includes(kind) && (
                  <span className="block text-muted text-sm">Set for this destination</span>
                )}
              </TableCell>
              <TableCell align="right">
                {save !== null && (
                  <EditRuleButton
                    place={{ projectId, ...(syncId === null ? {} : { syncId }) }}
                    kind={kind}
                    rule={rules[kind]}
                    isOwn={own.includes(kind)}
                    save={save}
                  />
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </Table>
    </Card>
  );
}
