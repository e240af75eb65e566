import workerUrl from './worker.ts?worker&url';
import { RequestProblem } from '../api/problem.ts';
import type { Answers, FromWorker, Request, ToWorker } from './protocol.ts';

/// The page's side of the worker: one promise per question.

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | null = null;
let lastId = 0;

export function ask<R extends Request>(request: R, signal?: AbortSignal): Promise<Answers[R['op']]> {
  const id = ++lastId;
  return new Promise<Answers[R['op']]>((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    waiting.set(id, { resolve: resolve as (answer: never) => void, reject });
    signal?.addEventListener('abort', () => {
      if (!waiting.delete(id)) return;
      post({ id: ++lastId, op: 'cancel', target: id });
      reject(signal.reason);
    });
    post({ id, ...request });
  });
}

/** Loads the worker's script while the page itself is still starting. */
export function startAsking(): void {
  worker ??= startWorker();
}

function post(message: ToWorker): void {
  worker ??= startWorker();
  worker.postMessage(message);
}

function startWorker(): Worker {
  const started = new Worker(trusted(workerUrl), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    const entry = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.ok) entry?.resolve(data.answer as never);
    else entry?.reject(new RequestProblem(data.problem));
  });
  started.addEventListener('error', (event) => {
    worker = null;
    const failure = new Error(`The worker stopped: ${event.message || 'its script could not be loaded'}`);
    for (const entry of waiting.values()) entry.reject(failure);
    waiting.clear();
  });
  return started;
}

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

let policy: ScriptPolicy | null = null;

/** A worker's URL is a Trusted Types sink: the one policy of this page admits the one worker script. */
function trusted(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return url;
  policy ??= types.createPolicy('ui-worker', {
    createScriptURL: (asked) => {
      if (asked !== workerUrl) throw new TypeError(`${asked} is not the worker of this page`);
      return asked;
    },
  });
  return policy.createScriptURL(url);
}
