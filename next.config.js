/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Types are checked by `npm run verify`, tests included; a start on a user's machine need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Native modules and the database drivers are loaded from node_modules, not bundled.
  serverExternalPackages: ["@node-rs/argon2", "pg", "pino", "@prisma/client", "@prisma/adapter-pg"],
};
