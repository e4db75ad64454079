/** A response before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Success exactly as recorded from the live service. */
export const ACCEPTED: Answer = {
  status: 200,
  headers: { "content-type": "application/json; charset=utf-8", via: "1.1 google" },
  body: "{}\n",
};

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

export function textAnswer(
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...headers },
    body: `${text}\n`,
  };
}

export const isSuccess = (answer: Answer) => answer.status >= 200 && answer.status < 300;
