import type { ReactNode } from "react";
import { EditButton } from "@/components/sync/edit-mode";
import { describeRows } from "@/components/sync/filter/describe-rows";
import { FilterView } from "@/components/sync/filter/filter-view";
import { ChosenPanel } from "@/components/sync/settings/chosen-panel";
import {
  DELIVERY_MODE_OPTIONS,
  IDENTIFIER_TYPE_OPTIONS,
  labelOf,
  parameterLabel,
  REGION_OPTIONS,
} from "@/components/sync/settings/labels";
import { NextStep } from "@/components/sync/settings/next-step";
import { StoredSecret } from "@/components/sync/settings/stored-secret";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format-number";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { configSchema } from "@/lib/destinations/customerio/settings";
import type { Sync } from "@/lib/syncs/sync";

/** View mode of the Settings tab, in the order of the form. */
export function SettingsView({ sync }: { readonly sync: Sync }) {
  const { settings, secretHints } = sync;
  const config = configSchema.parse(sync.config);
  const hint = secretHints["api_key"];
  return (
    <Card title="Destination Settings" actions={<EditButton />}>
      <div className="flex flex-col gap-6">
        <NextStep sync={sync} />
        <Shown label="Status">
          <OnOff on={sync.enabled} />
        </Shown>
        <Shown label={parameterLabel("site_id")}>
          {config.site_id === "" ? <NotSet /> : <code className="text-sm">{config.site_id}</code>}
        </Shown>
        <Shown label={parameterLabel("api_key")}>
          {hint === undefined ? <NotSet /> : <StoredSecret hint={hint} />}
        </Shown>
        <Shown label={parameterLabel("region")}>{labelOf(REGION_OPTIONS, config.region)}</Shown>
        <div className="flex flex-col gap-3">
          <Shown label="Create & Update Users">
            <OnOff on={settings.sendUsers} />
            {settings.sendUsers && settings.usersOnEvents && (
              <span className="text-muted text-sm">Also when an event carries user properties</span>
            )}
          </Shown>
          <ChosenPanel title="Specify user properties to send" names={settings.userProperties} />
        </div>
        <div className="flex flex-col gap-3">
          <Shown label="Send Events">
            <OnOff on={settings.sendEvents} />
          </Shown>
          <Panel title="1. Select and filter events" summary={describeRows(settings.eventRows)}>
            <FilterView rows={settings.eventRows} />
          </Panel>
          <ChosenPanel
            title="2. Specify event properties to send"
            names={settings.eventProperties}
          />
        </div>
        <Panel title="Advanced" summary={advanced(config)}>
          <div className="grid gap-5 md:grid-cols-3">
            <Shown label={parameterLabel("delivery_mode")}>
              {labelOf(DELIVERY_MODE_OPTIONS, config.delivery_mode)}
            </Shown>
            <Shown label={parameterLabel("identifier_type")}>
              {labelOf(IDENTIFIER_TYPE_OPTIONS, config.identifier_type)}
            </Shown>
            <Shown label={parameterLabel("requests_per_second")}>
              {formatCount(config.requests_per_second)}
            </Shown>
          </div>
        </Panel>
      </div>
    </Card>
  );
}

const advanced = (config: ReturnType<typeof configSchema.parse>): string =>
  [
    labelOf(DELIVERY_MODE_OPTIONS, config.delivery_mode),
    `identifier ${labelOf(IDENTIFIER_TYPE_OPTIONS, config.identifier_type)}`,
    `${formatCount(config.requests_per_second)} requests per second`,
  ].join(", ");

function Shown({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <dl className="flex flex-col gap-1">
      <dt className="font-semibold text-ink">{label}</dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-3 break-all">{children}</dd>
    </dl>
  );
}

const NotSet = () => <span className="text-muted">Not set</span>;

const OnOff = ({ on }: { readonly on: boolean }) => (
  <StatusPill tone={on ? "positive" : "neutral"}>{on ? "Enabled" : "Disabled"}</StatusPill>
);
