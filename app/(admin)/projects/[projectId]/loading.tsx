import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <Skeleton className="h-8 w-64 max-w-full" />
      <div className="rounded-md border border-line bg-surface">
        <SkeletonRows />
      </div>
    </>
  );
}
