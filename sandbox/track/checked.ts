import type { Finding, LintCode } from "@/sandbox/lint";
import type { Operation } from "@/sandbox/state/operation";

/** One reason for a refusal. v1 shows only the message, v2 all three. */
export interface Problem {
  readonly reason: "invalid" | "required";
  readonly field: string;
  readonly message: string;
}

/** The result of reading one operation: with problems it is refused; findings never change the answer. */
export interface Checked {
  readonly operation: Operation | undefined;
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
}

/** Collects what is wrong with, and what is noteworthy about, one operation. */
export class Notes {
  readonly problems: Problem[] = [];
  readonly findings: Finding[] = [];

  invalid(field: string, message: string): undefined {
    this.problems.push({ reason: "invalid", field, message });
  }

  required(field: string, message: string): undefined {
    this.problems.push({ reason: "required", field, message });
  }

  found(code: LintCode, field: string, detail: string): void {
    this.findings.push({ code, field, detail });
  }

  /** Without problems the operation stands. */
  result(operation: Operation | undefined): Checked {
    const accepted = this.problems.length === 0 ? operation : undefined;
    return { operation: accepted, problems: this.problems, findings: this.findings };
  }
}
