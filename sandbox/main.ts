import type { SandboxOptions } from "./options";
import { startSandbox } from "./start-sandbox";

/** Process entry: options as JSON in the first argument, one JSON line when ready, closes on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(parseOptions(process.argv[2]));
  const { usUrl, euUrl, offsiteUrl, adminToken } = sandbox;
  process.stdout.write(
    `${JSON.stringify({ ready: true, usUrl, euUrl, offsiteUrl, adminToken })}\n`,
  );
  // For people: the supervisor keeps the line above to itself.
  process.stdout.write(`Customer.io sandbox: admin token ${adminToken}, for /sandbox/…\n`);
  const stop = () => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** Only the JSON is read here; startSandbox checks what it says. */
function parseOptions(text = "{}"): SandboxOptions {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      `the first argument must be JSON, for instance '{"usPort":4010,"euPort":4011}'`,
    );
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
