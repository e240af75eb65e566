/// Why a request gave nothing, in words for a person. Plain data, so that it passes from the worker.

export type ProblemKind = 'status' | 'timeout' | 'network' | 'unreadable' | 'missing';

export interface Problem {
  readonly kind: ProblemKind;
  readonly title: string;
  readonly advice: string;
  /** What to copy into a ticket: request, status, the service's own words. */
  readonly details: string;
  readonly status?: number;
}

export class RequestProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

export function statusProblem(url: string, status: number, body: string): Problem {
  const said = serviceMessage(body);
  const details = `GET ${url}\nHTTP ${status}\n${said}`;
  if (status === 404) {
    return { kind: 'missing', status, title: 'Not found', advice: said, details };
  }
  const [title, advice] =
    status >= 500
      ? ['The query service failed', 'Its storage may be down or overloaded. Nothing was changed; try again.']
      : status === 401 || status === 403
        ? ['Not allowed', 'The query service refuses this request for you. Sign in again or ask for access.']
        : ['The query service refused the request', 'One of the values is not accepted; the answer below says which.'];
  return { kind: 'status', status, title: `${title} (HTTP ${status})`, advice, details };
}

export function timeoutProblem(url: string, millis: number): Problem {
  return {
    kind: 'timeout',
    title: `No answer within ${millis >= 1000 ? `${millis / 1000} s` : `${millis} ms`}`,
    advice: 'The storage may be busy. A shorter lookback, a lower limit or one more tag makes the search cheaper.',
    details: `GET ${url}\nno answer after ${millis} ms`,
  };
}

export function networkProblem(url: string, cause: unknown): Problem {
  return {
    kind: 'network',
    title: 'The query service cannot be reached',
    advice: 'Check the connection to it (a port-forward may have ended), then try again.',
    details: `GET ${url}\n${String(cause)}`,
  };
}

export function unreadableProblem(url: string, found: string): Problem {
  return {
    kind: 'unreadable',
    title: 'The answer cannot be read',
    advice: 'Something between this page and the query service may have answered in its place.',
    details: `GET ${url}\n${found}`,
  };
}

/** The messages of the v1 envelope, or the beginning of whatever was sent. */
function serviceMessage(body: string): string {
  try {
    const errors: unknown = (JSON.parse(body) as { errors?: unknown }).errors;
    if (Array.isArray(errors)) {
      return errors.map((error) => String((error as { msg?: unknown })?.msg ?? error)).join('\n');
    }
  } catch {
    // Not JSON: shown as it is.
  }
  return body.slice(0, 2000);
}
