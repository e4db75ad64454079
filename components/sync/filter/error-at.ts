/** The error of a path inside a value, e.g. `0.where.1.values`. */
export type ErrorAt = (path: string) => string | undefined;
