import { Compass } from "lucide-react";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { EmptyState } from "@/components/ui/data/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<Compass aria-hidden size={22} />}
        title="This page does not exist in this project"
        action={<ButtonLink href="/">Go to Overview</ButtonLink>}
      >
        The address may be mistyped, or what it showed was deleted.
      </EmptyState>
    </>
  );
}
