import { networkProblem, RequestProblem, statusProblem, timeoutProblem, unreadableProblem } from './problem.ts';

/// One GET of the v1 API. Used by the page for small answers and by the worker for traces.

export interface Envelope {
  readonly data: unknown;
  /** Messages of an answer that came with data all the same. */
  readonly warnings: readonly string[];
  readonly bytes: number;
}

export async function getEnvelope(url: string, timeoutMillis: number, signal?: AbortSignal): Promise<Envelope> {
  const timeout = AbortSignal.timeout(timeoutMillis);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, { signal: either, headers: { accept: 'application/json' } });
    status = response.status;
    text = await response.text();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    if (timeout.aborted) throw new RequestProblem(timeoutProblem(url, timeoutMillis));
    throw new RequestProblem(networkProblem(url, cause));
  }
  if (status < 200 || status > 299) throw new RequestProblem(statusProblem(url, status, text));
  return readEnvelope(url, text);
}

export function readEnvelope(url: string, text: string): Envelope {
  let parsed: unknown;
  try {
    parsed = parseExact(text);
  } catch (cause) {
    throw new RequestProblem(unreadableProblem(url, `${String(cause)}\n${text.slice(0, 300)}`));
  }
  if (typeof parsed !== 'object' || parsed === null || !('data' in parsed)) {
    throw new RequestProblem(unreadableProblem(url, `expected {"data": …}, found ${text.slice(0, 300)}`));
  }
  const { data, errors } = parsed as { data: unknown; errors?: unknown };
  const warnings = Array.isArray(errors)
    ? errors.map((error) => String((error as { msg?: unknown } | null)?.msg ?? error))
    : [];
  return { data, warnings, bytes: text.length };
}

/**
 * JSON.parse, except that whole numbers which a double cannot hold (int64 tags) become strings of
 * their exact digits. The slow path runs only when the text has such a number.
 */
export function parseExact(text: string): unknown {
  if (!/[^"\d.]\d{17,}(?![\d"])/.test(text)) return JSON.parse(text);
  type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;
  const keepDigits: Reviver = (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context!.source
      : value;
  return JSON.parse(text, keepDigits as (this: unknown, key: string, value: unknown) => unknown);
}

export async function getNames(url: string, timeoutMillis: number, signal?: AbortSignal): Promise<string[]> {
  const { data } = await getEnvelope(url, timeoutMillis, signal);
  if (data === null) return [];
  if (!Array.isArray(data)) {
    throw new RequestProblem(unreadableProblem(url, `data is ${typeof data}, expected an array of names`));
  }
  const names = data.map((item: unknown) =>
    typeof item === 'string' ? item : ((item as { name?: unknown } | null)?.name ?? null),
  );
  return [...new Set(names.filter((name) => typeof name === 'string'))].sort((a, b) => a.localeCompare(b));
}
