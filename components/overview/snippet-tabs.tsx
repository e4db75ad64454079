import { Tabs } from "@/components/ui/controls/tabs";
import { CodeBlock } from "@/components/ui/data/code-block";
import type { Snippet } from "./snippets";

export function SnippetTabs({ snippets }: { readonly snippets: readonly Snippet[] }) {
  return (
    <Tabs
      label="Snippets"
      tabs={snippets.map(({ id, label, code }) => ({
        id,
        label,
        content: <CodeBlock code={code} label={`${label} snippet`} />,
      }))}
    />
  );
}
