import { spawn } from "node:child_process";

/**
 * A shell that waits on a pipe from us and, when the pipe breaks because we died, stops the server
 * cleanly. So even a kill -9 of the supervisor leaves no PostgreSQL behind.
 */
export function stopWhenOrphaned(pid: number): { release(): void } {
  const shell = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$1"', "sh", String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
    // None of our variables: they hold secrets.
    env: { NODE_ENV: "production" },
  });
  shell.on("error", () => undefined);
  shell.unref();
  return {
    release: () => {
      shell.kill("SIGKILL");
      shell.stdin.destroy();
    },
  };
}
