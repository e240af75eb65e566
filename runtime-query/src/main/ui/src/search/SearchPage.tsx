import { useEffect, useMemo, useRef } from 'react';
import { config } from '../app/config.ts';
import { readPref, writePref } from '../app/prefs.ts';
import { navigate, usePlace } from '../app/router.tsx';
import { useResource } from '../api/resource.ts';
import { Bones, EmptyState, ErrorState, PartialStrip } from '../kit/states.tsx';
import { nameText, visible } from '../kit/text.ts';
import { CUSTOM, lastLabel, lookbackLabel } from '../url/lookback.ts';
import { lookbackMillis } from '../app/config.ts';
import { ALL_SERVICES, parseSearch, searchRequest, searchUrl, windowOf, type SearchForm as Form, type SearchPlace } from '../url/search.ts';
import { ask } from '../worker/ask.ts';
import { Results } from './Results.tsx';
import { SearchForm } from './SearchForm.tsx';
import styles from './Search.module.css';

/// `/search`: the address holds the question; the form edits it, the results answer it.

export function SearchPage() {
  const { search } = usePlace();
  const place = usePlaceWithWindow(search);
  const request = place.complete ? searchRequest(place, Date.now()) : null;
  const [resource, retry] = useResource(request, (signal) =>
    ask({ op: 'search', url: new URL(request!, document.baseURI).href, timeoutMillis: config().requestTimeoutMillis }, signal),
  );
  useEffect(() => {
    document.title = place.form.service ? `${nameText(place.form.service)} · Search · jaegerstack` : 'Search · jaegerstack';
  }, [place.form.service]);

  const find = (form: Form) => {
    writePref('last-service', form.service);
    writePref('last-operation', form.operation);
    const timed = form.lookback === CUSTOM ? form : { ...form, ...windowOf({ ...form, start: '', end: '' }, adjustedNow()) };
    const url = searchUrl({ ...place, form: timed, traceIds: [], spanLinks: new Map(), asked: true });
    const same = searchRequest({ ...place, form: timed, traceIds: [], asked: true }, 0) === request;
    if (same) retry();
    else navigate(url);
  };
  const busy = resource.state === 'loading';
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Search for traces</h1>
      <SearchForm form={place.form} busy={busy} startOpen={request === null} onFind={find} />
      <div aria-live="polite" className="visually-hidden">{announcement(resource)}</div>
      {resource.state === 'idle' && <Welcome />}
      {resource.state === 'loading' && resource.slow && <Loading />}
      {resource.state === 'failed' && <ErrorState problem={resource.problem} onRetry={retry} />}
      {resource.state === 'done' && (
        <>
          {resource.value.warnings.length > 0 && (
            <PartialStrip>
              <strong>Not complete.</strong>
              {resource.value.warnings.map((warning) => <span key={warning}>{visible(warning)}</span>)}
            </PartialStrip>
          )}
          {resource.value.rows.length === 0
            ? <Nothing place={place} />
            : <Results place={place} rows={resource.value.rows} millis={resource.value.millis} request={request!} />}
        </>
      )}
    </div>
  );
}

/**
 * The place of the address. A link with only a lookback gets its window written into the address, so that
 * reloading and sharing ask the same; without any question, the form starts with the last service.
 */
function usePlaceWithWindow(search: string): SearchPlace & { complete: boolean } {
  const place = useMemo(() => {
    const parsed = parseSearch(search, { lookback: config().defaultLookback, limit: 20 });
    if (parsed.asked || parsed.traceIds.length > 0) return parsed;
    const form = { ...parsed.form, service: readPref('last-service') ?? '', operation: readPref('last-operation') ?? '' };
    return { ...parsed, form };
  }, [search]);
  const complete = place.traceIds.length > 0 || !place.asked || (place.form.start !== '' && place.form.end !== '');
  const last = useRef('');
  useEffect(() => {
    if (complete || last.current === search) return;
    last.current = search;
    const form = { ...place.form, ...windowOf(place.form, adjustedNow()) };
    navigate(searchUrl({ ...place, form }), { replace: true });
  }, [complete, place, search]);
  return { ...place, complete };
}

/** `search.adjustEndTime`: spans of the last moments may still be on their way. */
function adjustedNow(): number {
  const adjust = config().adjustEndTime;
  return Date.now() - (adjust ? (lookbackMillis(adjust) ?? 0) : 0);
}

function announcement(resource: { state: string; value?: { rows: unknown[] } }): string {
  if (resource.state === 'loading') return 'Searching';
  return resource.state === 'done' ? `${resource.value!.rows.length} traces found` : '';
}

function Welcome() {
  return (
    <EmptyState title="Nothing asked yet">
      <p>Choose a service and press Find, or paste a trace ID into the box above. Links from Jaeger open here unchanged.</p>
    </EmptyState>
  );
}

function Nothing({ place }: { place: SearchPlace }) {
  const { form } = place;
  if (place.traceIds.length > 0) {
    return (
      <EmptyState title="None of these traces was found">
        <p>Asked for: {place.traceIds.map((id) => visible(id)).join(', ')}. They may be older than the storage keeps, or not have arrived yet.</p>
      </EmptyState>
    );
  }
  const service = form.service === ALL_SERVICES ? 'any service' : `“${nameText(form.service)}”`;
  const narrowing = [
    form.operation && 'the operation',
    form.tags.length > 0 && 'the tags',
    (form.minDuration || form.maxDuration) && 'the durations',
  ].filter(Boolean);
  return (
    <EmptyState title="No trace matches">
      <p>
        Searched {service} in {form.lookback === CUSTOM ? lookbackLabel(CUSTOM) : `the ${lastLabel(form.lookback)}`}
        {narrowing.length > 0 && `, with ${narrowing.join(' and ')} you gave`}.
      </p>
      <p>{narrowing.length > 0 ? 'Take a condition away, or choose' : 'Choose'} a longer window. Spans that were just sent can take some seconds to be found.</p>
    </EmptyState>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Searching">
      <Bones className={styles.boneBar} />
      <Bones className={styles.bonePlot} />
      {Array.from({ length: 8 }, (_, index) => <Bones key={index} className={styles.boneRow} />)}
    </div>
  );
}
