import { AppError } from "@/lib/kernel/errors";
import { problemResponse, toProblem } from "./problem";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

type Handler<Next> = (request: Request, next: Next) => Promise<Response>;

/** Every method that Next knows, but HEAD, which it makes of GET. */
type Handlers<Next> = Readonly<Record<Method | "OPTIONS", Handler<Next>>>;

/** The exports of a route: what is not given is answered 405 in our words, not by Next with an empty body. */
export function methods<Next>(given: Partial<Record<Method, Handler<Next>>>): Handlers<Next> {
  const known = METHODS.filter((method) => given[method] !== undefined);
  const allow = [...known, ...(known.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse: Handler<Next> = async (request) => methodNotAllowed(request, allow);
  const { GET = refuse, POST = refuse, PUT = refuse, PATCH = refuse, DELETE = refuse } = given;
  const options = async () => new Response(null, { status: 204, headers: { allow } });
  return { GET, POST, PUT, PATCH, DELETE, OPTIONS: options };
}

function methodNotAllowed({ method, url }: Request, allow: string): Response {
  const { pathname } = new URL(url);
  const message = `${pathname} does not take ${method}; it takes: ${allow}`;
  const problem = toProblem(new AppError("method_not_allowed", message), pathname);
  return problemResponse(problem, { allow });
}

const notFound = async ({ url }: Request): Promise<Response> => {
  const { pathname } = new URL(url);
  return problemResponse(
    toProblem(new AppError("not_found", `There is nothing at ${pathname}`), pathname),
  );
};

/** The exports of a route that takes every address nothing else takes. */
export const nothingHere: Handlers<unknown> = {
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
  OPTIONS: notFound,
};
