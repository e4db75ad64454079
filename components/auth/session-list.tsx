"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { SignedInAt } from "@/lib/admin/access/list-sessions";
import type { ActionResult } from "@/lib/web/action-result";

/** Where the person is signed in, each place with a way to end it. */
export function SessionList({
  sessions,
  end,
}: {
  readonly sessions: readonly SignedInAt[];
  readonly end: (input: { id: number }) => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const signOut = async (id: number) => {
    const result = await end({ id });
    if (!result.ok) return toast.error(result.message);
    toast.success("Signed out there");
    return router.refresh();
  };
  return (
    <section className="mt-7 border-line border-t pt-5">
      <h2 className="font-semibold text-ink">Where you are signed in</h2>
      <ul className="mt-2 flex flex-col divide-y divide-line">
        {sessions.map(({ id, agent, address, seenAt, isThis }) => (
          <li key={id} className="flex items-center justify-between gap-4 py-3">
            <div className="min-w-0">
              <p className="truncate" title={agent}>
                {agent === "" ? "A program that does not say its name" : agent}
              </p>
              <p className="text-muted text-sm">
                {address !== null && `${address} · `}
                {isThis ? "this browser" : <RelativeTime at={seenAt.toISOString()} />}
              </p>
            </div>
            {!isThis && (
              <Button size="sm" onPress={() => void signOut(id)} aria-label={`Sign out ${agent}`}>
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
