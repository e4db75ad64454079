import { defineConfig } from "prisma/config";

// For the Prisma command line only. The program itself migrates with lib/platform/postgres/migrate.ts.
const url = process.env["DATABASE_URL"];

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url === undefined ? {} : { datasource: { url } }),
});
