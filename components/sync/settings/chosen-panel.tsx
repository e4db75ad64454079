import { Panel } from "@/components/ui/data/panel";
import { Chip } from "@/components/ui/text/chip";
import { formatCount } from "@/components/ui/text/format-number";
import { describeChosen } from "./describe-chosen";

const CHIPS_MAX = 300;

interface ChosenPanelProps {
  readonly title: string;
  readonly names: readonly string[];
}

/** The properties that are sent, as they are saved. */
export function ChosenPanel({ title, names }: ChosenPanelProps) {
  const rest = names.length - CHIPS_MAX;
  return (
    <Panel title={title} summary={describeChosen(names.length)}>
      {names.length === 0 ? (
        <p className="text-muted">{describeChosen(0)}.</p>
      ) : (
        <ul className="flex flex-wrap items-center gap-2">
          {names.slice(0, CHIPS_MAX).map((name) => (
            <li key={name} className="min-w-0">
              <Chip>{name}</Chip>
            </li>
          ))}
          {rest > 0 && (
            <li className="text-muted">and {formatCount(rest)} more: press Edit to see them all</li>
          )}
        </ul>
      )}
    </Panel>
  );
}
