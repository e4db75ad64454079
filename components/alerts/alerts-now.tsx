import { BellRing, CircleCheck } from "lucide-react";
import Link from "next/link";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { LocalTime } from "@/components/ui/text/local-time";
import { RelativeTime } from "@/components/ui/text/relative-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Alert } from "@/lib/admin/alerts/list-alerts";
import { LEVEL_TONES, LEVEL_WORDS } from "./rule-words";

interface AlertsNowProps {
  readonly open: readonly Alert[];
  readonly ended: readonly Alert[];
  /** Null when nobody has looked yet. */
  readonly lookedAt: Date | null;
}

/** What is wrong now, and what was lately. */
export function AlertsNow({ open, ended, lookedAt }: AlertsNowProps) {
  return (
    <>
      <Card
        title="Now"
        description={
          lookedAt !== null && (
            <>
              Looked at <RelativeTime at={lookedAt.toISOString()} />
            </>
          )
        }
        flush
      >
        {open.length > 0 ? (
          <AlertList alerts={open} />
        ) : lookedAt === null ? (
          <EmptyState icon={<BellRing aria-hidden size={22} />} title="Nobody has looked yet">
            It is found out every 15 seconds while Tributary runs.
          </EmptyState>
        ) : (
          <EmptyState icon={<CircleCheck aria-hidden size={22} />} title="No alert">
            Nothing that is looked for below is there.
          </EmptyState>
        )}
      </Card>
      {ended.length > 0 && (
        <Card title="Lately" description="Alerts that are over, newest first." flush>
          <AlertList alerts={ended} />
        </Card>
      )}
    </>
  );
}

function AlertList({ alerts }: { readonly alerts: readonly Alert[] }) {
  return (
    <ul className="divide-y divide-line">
      {alerts.map((alert) => (
        <li key={alert.id} className="flex flex-col gap-1 px-4 py-3 sm:px-5">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {alert.endedAt === null ? (
              <StatusPill tone={LEVEL_TONES[alert.level]}>{LEVEL_WORDS[alert.level]}</StatusPill>
            ) : (
              <StatusPill tone="neutral">Over</StatusPill>
            )}
            <Link
              href={alert.path}
              className="min-w-0 break-words font-semibold text-link underline-offset-2 hover:underline"
            >
              {alert.title}
            </Link>
          </span>
          <p className="break-words">{alert.message}</p>
          {alert.endedAt === null && alert.advice !== "" && (
            <p className="break-words text-muted">{alert.advice}</p>
          )}
          <p className="text-muted text-sm">
            <LocalTime at={alert.openedAt.toISOString()} />
            {alert.endedAt !== null && (
              <>
                {" – "}
                <LocalTime at={alert.endedAt.toISOString()} />
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
