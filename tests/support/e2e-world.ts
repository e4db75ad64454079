/** What the program under the browser tests is started with. The sandbox's keys are its defaults. */
export const PORT = Number(process.env["E2E_PORT"] ?? 4310);
export const SANDBOX_URL = `http://127.0.0.1:${PORT + 10}`;
export const ADMIN = { email: "admin@example.com", password: "correct horse battery" } as const;
export const PROJECT = { name: "Music Shop", apiKey: "e2e0000000000000000000000000cafe" } as const;
export const API_TOKEN = "e2e-api-token-0123456789";
export const CREDENTIALS = { siteId: "sandbox-site", apiKey: "sandbox-key" } as const;
