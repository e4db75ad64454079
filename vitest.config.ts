import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// `unit` and `fuzz` need nothing but Node; `integration` starts PostgreSQL and single processes; `chaos` runs the built product.
const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

/** Time is never what a test finds out: a crowded machine may take its time. */
const PATIENT_MS = 60_000;

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["tests/unit/**/*.test.ts"], testTimeout: PATIENT_MS },
      },
      {
        resolve: { alias },
        test: { name: "fuzz", include: ["tests/fuzz/**/*.test.ts"], testTimeout: PATIENT_MS },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/global-database.ts"],
          // They start servers and processes: a machine that stands still for a while fails one now and then. It gets a
          // second try, and `npm test` names it.
          retry: 1,
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
          // Each file has a database of its own; most of their time they wait.
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: { name: "chaos", include: ["tests/chaos/**/*.test.ts"], fileParallelism: false },
      },
    ],
  },
});
