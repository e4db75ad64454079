import { expect, test } from "vitest";
import { parseJson } from "@/lib/kernel/parse-json";
import { eventFilterSchema } from "@/lib/web/api/event-filter";
import { readBody } from "@/lib/web/read-body";
import { json } from "@/lib/web/route";

const filterOf = async (value: string, property = "ep:n") => {
  const body = `{"events":["A"],"property_filters":{"A":[{"property":"${property}","op":"is","values":[${value}]}]}}`;
  const read = await readBody(new Request("http://x", { method: "POST", body }));
  return eventFilterSchema.safeParse(read);
};

test("a number in a filter keeps its digits", async () => {
  const parsed = await filterOf("9007199254740993,1.50,true");
  expect(parsed.data?.[0]?.where[0]?.values).toEqual(["9007199254740993", "1.5", "true"]);
});

test("a number too large to be kept is refused", async () => {
  expect((await filterOf("1e1000")).success).toBe(false);
});

test("a name keeps the blanks around it", async () => {
  const parsed = await filterOf("1", "ep:plan ");
  expect(parsed.data?.[0]?.where[0]?.property).toBe("ep:plan ");
});

test("an answer keeps digits, and prints a Date beside them", async () => {
  const answer = json({ at: new Date(0), payload: parseJson('{"n":9007199254740993}') });
  expect(await answer.text()).toBe(
    '{"at":"1970-01-01T00:00:00.000Z","payload":{"n":9007199254740993}}',
  );
  expect(answer.headers.get("content-type")).toBe("application/json");
});
