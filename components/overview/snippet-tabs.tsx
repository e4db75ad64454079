import type { Snippet } from "@/components/overview/snippets";
import { CodeBlock } from "@/components/ui/code-block";
import { Tabs } from "@/components/ui/tabs";

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
