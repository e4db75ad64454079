"use client";

import { type FormEvent, useState } from "react";
import { SentView } from "@/components/sync/deliveries/sent-view";
import { Button } from "@/components/ui/controls/button";
import { Callout } from "@/components/ui/data/callout";
import { CodeBlock } from "@/components/ui/data/code-block";
import { TextField } from "@/components/ui/forms/text-field";
import { formatDuration } from "@/components/ui/text/format-number";
import type { TestRequest } from "@/lib/admin/syncs/test/send-test-event";
import type { ActionResult } from "@/lib/web/action-result";

interface SendTestProps {
  readonly destination: string;
  /** What the mapped identifier is called. */
  readonly identifier: string;
  readonly send: (person: string) => Promise<ActionResult<readonly TestRequest[]>>;
}

/** Really sends the event, to somebody who is named, and shows the answer. */
export function SendTest({ destination, identifier, send }: SendTestProps) {
  const [person, setPerson] = useState("");
  const [isSending, setSending] = useState(false);
  const [answer, setAnswer] = useState<ActionResult<readonly TestRequest[]> | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // React would have it go on to the form that the panel was opened from.
    event.stopPropagation();
    setSending(true);
    setAnswer(await send(person).catch(unreachable));
    setSending(false);
  };
  return (
    <form
      aria-label="Send test event"
      onSubmit={(event) => void submit(event)}
      className="flex flex-col items-start gap-3"
    >
      <h3 className="font-semibold text-ink">Send test event</h3>
      <p className="text-muted text-sm">
        Really sends it to {destination}, now, with tributary_test: true, and for nobody but the
        person entered here. Who is not known there yet is made.
      </p>
      <TextField
        label={`${identifier} to send it for`}
        className="w-full"
        value={person}
        onChange={setPerson}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" kind="primary" isPending={isSending} isDisabled={person.trim() === ""}>
        Send test event
      </Button>
      {answer?.ok === false && (
        <Callout tone="danger" title="Nothing was sent" announce>
          {answer.message}
        </Callout>
      )}
      {answer?.ok === true &&
        answer.value.map((request) => (
          <Answered key={request.body} request={request} destination={destination} />
        ))}
    </form>
  );
}

function Answered({
  request,
  destination,
}: {
  readonly request: TestRequest;
  readonly destination: string;
}) {
  const { status, durationMs, isAccepted, message, answer } = request;
  return (
    <div className="flex w-full min-w-0 flex-col gap-2">
      <Callout tone={isAccepted ? "positive" : "danger"} announce>
        <p className="font-semibold">{isAccepted ? `Accepted by ${destination}` : message}</p>
        <p>
          {status === null ? "No answer" : `Answered ${status}`} after {formatDuration(durationMs)}
        </p>
      </Callout>
      <SentView sent={{ requests: [request], syncVersion: 0, sameVersion: true }} />
      {answer !== null && <CodeBlock label={`Answer of ${destination}`} code={answer} wrap />}
    </div>
  );
}

const unreachable = (): ActionResult<never> => ({
  ok: false,
  code: "unreachable",
  message:
    "The server could not be reached. Whether it was sent is not known: the Audit log says it.",
  fieldErrors: [],
});
