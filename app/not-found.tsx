import { Compass } from "lucide-react";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { EmptyState } from "@/components/ui/data/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<Compass aria-hidden size={22} />}
        title="This page does not exist"
        action={
          <ButtonLink href="/" kind="primary">
            Go to Overview
          </ButtonLink>
        }
      >
        The address may be mistyped, or what it showed was deleted.
      </EmptyState>
    </main>
  );
}
