// What browsers are told about every answer that Next gives. Ingestion answers SDKs of other sites and needs none of it.

/** For every answer: whatever is no page of ours may do nothing at all. */
export const securityHeaders = (publicUrl: string): Readonly<Record<string, string>> => ({
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  // For what is older than frame-ancestors.
  "X-Frame-Options": "DENY",
  ...(publicUrl.startsWith("https://") ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
});

/**
 * The Content-Security-Policy of a page: scripts by the nonce of this answer, and what they load themselves. Style
 * attributes are positions and widths that React renders; sonner and React Aria bring style elements of their own.
 * React needs `eval` and a socket in development.
 */
export const pagePolicy = (nonce: string, development: boolean): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
