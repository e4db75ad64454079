/** A failure in words for the person at the command line: what, where, what to do. */
export class CliError extends Error {
  override readonly name = "CliError";
}
