import { describeChange } from "@/components/sync/field-change";
import { fieldTitle } from "@/components/sync/field-titles";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import type { SyncVersionView } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

const COLUMNS = [
  { key: "field", title: "Field" },
  { key: "from", title: "Before" },
  { key: "to", title: "After" },
];

/** One save, field by field; a secret is only said to have changed. */
export function ChangeTable({
  definition,
  version,
}: {
  readonly definition: ConnectorDefinition;
  readonly version: SyncVersionView;
}) {
  const created = version.version === 1;
  const paths = Object.keys(version.diff).filter(
    (path) => !(path.startsWith("secrets.") || (created && isEmpty(version.diff[path]?.to))),
  );
  return (
    <Table
      label={`Changes of version ${version.version}`}
      stacked
      columns={created ? COLUMNS.filter(({ key }) => key !== "from") : COLUMNS}
    >
      {paths.map((path) => (
        <Change
          key={path}
          definition={definition}
          path={path}
          created={created}
          diff={version.diff[path]}
        />
      ))}
      {version.secretsChanged.map((id) => (
        <TableRow key={id}>
          <TableCell className="align-top font-medium max-sm:font-semibold">
            {fieldTitle(definition, `secrets.${id}`)}
          </TableCell>
          {!created && <TableCell className="max-sm:hidden" />}
          <TableCell className="italic">{created ? "set" : "changed"}</TableCell>
        </TableRow>
      ))}
    </Table>
  );
}

interface ChangeProps {
  readonly definition: ConnectorDefinition;
  readonly path: string;
  readonly created: boolean;
  readonly diff: SyncVersionView["diff"][string] | undefined;
}

function Change({ definition, path, created, diff }: ChangeProps) {
  const { from, to } = describeChange(definition, path, diff?.from, diff?.to);
  const look = "min-w-24 whitespace-pre-line break-words align-top";
  return (
    <TableRow>
      <TableCell className="align-top font-medium max-sm:font-semibold">
        {fieldTitle(definition, path)}
      </TableCell>
      {!created && (
        <TableCell label="Before" className={look}>
          {from}
        </TableCell>
      )}
      <TableCell {...(created ? {} : { label: "After" })} className={look}>
        {to}
      </TableCell>
    </TableRow>
  );
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);
