/** By a row's place: other orders have no index, and would read all there is for each page. */
export const SORTS = ["newest", "oldest"] as const;
export type Sort = (typeof SORTS)[number];
