// Budgets that several figures are held to.

export const WEB_MEGABYTES_MAX = 350;
export const WORKER_MEGABYTES_MAX = 250;
