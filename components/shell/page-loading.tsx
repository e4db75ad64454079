import { Skeleton, SkeletonRows } from "@/components/ui/data/skeleton";

/** What a page shows until its data is read. Only pages whose address always exists have it: an answer that has begun cannot become a 404. */
export function PageLoading() {
  return (
    <>
      <Skeleton className="h-8 w-64 max-w-full" />
      <div className="rounded-md border border-line bg-surface">
        <SkeletonRows />
      </div>
    </>
  );
}
