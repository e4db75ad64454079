import { CodeBlock } from "@/components/ui/data/code-block";
import { Panel } from "@/components/ui/data/panel";
import type { ReferenceCall } from "@/lib/web/api/reference";
import { FieldTable } from "./field-table";

/** Every call of the management API, by subject. */
export function ApiReference({ calls }: { readonly calls: readonly ReferenceCall[] }) {
  const tags = [...new Set(calls.map(({ tag }) => tag))];
  return tags.map((tag) => (
    <section key={tag} aria-label={tag} className="flex flex-col gap-2">
      <h2 className="font-semibold text-ink text-lg">{tag}</h2>
      {calls
        .filter((call) => call.tag === tag)
        .map((call) => (
          <Call key={`${call.method} ${call.path}`} call={call} />
        ))}
    </section>
  ));
}

function Call({ call }: { readonly call: ReferenceCall }) {
  const { method, path, summary, scope, parameters, body, answer, curl } = call;
  const name = `${method} ${path}`;
  return (
    <Panel title={name} summary={summary}>
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          {summary}. Scope <code className="font-mono text-sm">{scope}</code>
        </p>
        <CodeBlock label="curl" code={curl} />
        <FieldTable title="Parameters" of={name} fields={parameters} />
        <FieldTable title="Body" of={name} fields={body} />
        {typeof answer === "string" ? (
          <p className="text-muted">Answer: none. {answer}.</p>
        ) : (
          <FieldTable title="Answer" of={name} fields={answer} />
        )}
      </div>
    </Panel>
  );
}
