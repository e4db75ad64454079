import { CopyButton } from "@/components/ui/controls/copy-button";
import { cx } from "@/components/ui/cx";
import { ScrollRegion } from "./scroll-region";

interface CodeBlockProps {
  readonly code: string;
  /** Names the region, e.g. `curl snippet`. */
  readonly label: string;
  readonly copyLabel?: string;
  readonly wrap?: boolean;
}

/** Code or JSON, scrolling sideways, with its copy button. */
export function CodeBlock({ code, label, copyLabel = "Copy", wrap = false }: CodeBlockProps) {
  return (
    <div className="min-w-0 shrink-0 overflow-hidden rounded-md border border-line bg-code">
      <div className="flex items-center justify-between gap-3 border-line border-b py-1 pr-1 pl-3.5">
        <span className="min-w-0 truncate text-muted text-xs">{label}</span>
        <CopyButton text={code} label={copyLabel} kind="quiet" />
      </div>
      <ScrollRegion label={label} className="max-h-[32rem] overflow-auto outline-offset-[-2px]">
        <pre
          className={cx(
            "w-fit min-w-full p-3.5 font-mono text-ink text-xs leading-5",
            wrap && "max-w-full whitespace-pre-wrap break-words",
          )}
        >
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </div>
  );
}
