/** A text to be looked for inside others, for Prisma's `contains`, which makes a LIKE pattern of it unescaped. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
