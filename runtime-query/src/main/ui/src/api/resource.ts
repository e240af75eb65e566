import { useCallback, useEffect, useState } from 'react';
import { RequestProblem, type Problem } from './problem.ts';

/// Loads one thing, drops the answer of an older question, and says when loading takes long enough
/// (150 ms) for a skeleton to be worth showing.

export type Resource<T> =
  | { readonly state: 'idle' }
  | { readonly state: 'loading'; readonly slow: boolean }
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem };

const SLOW_MILLIS = 150;

export function useResource<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): readonly [Resource<T>, () => void] {
  const [shown, setShown] = useState<{ key: string | null; resource: Resource<T> }>({ key, resource: start(key) });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    setShown({ key, resource: start(key) });
    if (key === null) return;
    const abort = new AbortController();
    const show = (resource: Resource<T>) => !abort.signal.aborted && setShown({ key, resource });
    const timer = setTimeout(() => show({ state: 'loading', slow: true }), SLOW_MILLIS);
    load(abort.signal)
      .then(
        (value) => show({ state: 'done', value }),
        (error: unknown) => show({ state: 'failed', problem: asProblem(error) }),
      )
      .finally(() => clearTimeout(timer));
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // `load` is described by `key`.
  }, [key, attempt]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return [shown.key === key ? shown.resource : start<T>(key), retry];
}

function start<T>(key: string | null): Resource<T> {
  return key === null ? { state: 'idle' } : { state: 'loading', slow: false };
}

function asProblem(error: unknown): Problem {
  if (error instanceof RequestProblem) return error.problem;
  return {
    kind: 'unreadable',
    title: 'This page failed',
    advice: 'This is an error of the UI itself. The details help to mend it.',
    details: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error),
  };
}
