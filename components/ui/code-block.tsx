import { CopyButton } from "@/components/ui/copy-button";
import { cx } from "@/components/ui/cx";
import { ScrollRegion } from "@/components/ui/scroll-region";

/** Code or JSON, scrolling sideways, with its copy button. */
export function CodeBlock({
  code,
  label,
  copyLabel = "Copy",
  wrap = false,
}: {
  readonly code: string;
  /** Names the region, e.g. `curl snippet`. */
  readonly label: string;
  readonly copyLabel?: string;
  readonly wrap?: boolean;
}) {
  return (
    <div className="relative min-w-0 rounded-md border border-line bg-code">
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={code} label={copyLabel} />
      </div>
      <ScrollRegion label={label} className="max-h-[32rem] overflow-auto rounded-md p-4 pt-11">
        <pre
          className={cx(
            "w-fit min-w-full font-mono text-ink text-xs leading-5",
            wrap && "whitespace-pre-wrap break-words",
          )}
        >
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </div>
  );
}
