import { Compass } from "lucide-react";
import { EmptyState } from "@/components/ui/data/empty-state";

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<Compass aria-hidden size={22} />}
        title="This page does not exist in this project"
      >
        The address may be mistyped, or what it showed was deleted.
      </EmptyState>
    </>
  );
}
