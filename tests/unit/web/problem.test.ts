import { describe, expect, test } from "vitest";
import { APP_ERROR_STATUS, AppError, type AppErrorCode } from "@/lib/kernel/errors";
import { etag, ifMatchVersion } from "@/lib/web/if-match";
import { problemResponse, toProblem } from "@/lib/web/problem";

const codes = Object.entries(APP_ERROR_STATUS) as [AppErrorCode, number][];

describe("problems", () => {
  test.each(codes)("%s becomes status %i", async (code, status) => {
    const response = problemResponse(toProblem(new AppError(code, "what to do"), "/v1/x"));
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      status,
      detail: "what to do",
      instance: "/v1/x",
      error_code: code,
    });
  });

  test("an unexpected error tells nothing of itself", async () => {
    const problem = toProblem(new Error("password=hunter2"), "/v1/x");
    expect(problem).toMatchObject({ status: 500, error_code: "internal" });
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });

  test("what may be tried again says so and when", () => {
    const response = problemResponse(toProblem(new AppError("unavailable", "down"), "/"));
    expect(response.headers.get("retry-after")).toBe("5");
    expect(toProblem(new AppError("unavailable", "down"), "/").retryable).toBe(true);
    expect(toProblem(new AppError("invalid_input", "bad"), "/").retryable).toBe(false);
  });
});

describe("If-Match", () => {
  test("takes back every entity tag it gives", () => {
    for (const version of [1, 9, 123_456]) expect(ifMatchVersion(etag(version))).toBe(version);
  });

  test.each([null, "", " ", "*"])("%j is no condition", (header) => {
    expect(ifMatchVersion(header)).toBeUndefined();
  });

  test.each(['"a"', "1.5", "-1", '"1", "2"'])("%s is refused", (header) => {
    expect(() => ifMatchVersion(header)).toThrow(AppError);
  });
});
