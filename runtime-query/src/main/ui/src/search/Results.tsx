import { useMemo } from 'react';
import { config } from '../app/config.ts';
import { navigate } from '../app/router.tsx';
import { Button, inputClass } from '../kit/controls.tsx';
import { duration } from '../kit/duration.ts';
import { useNarrow } from '../kit/hooks.ts';
import { Icon } from '../kit/icons.tsx';
import { count, nameText } from '../kit/text.ts';
import { serviceLooks } from '../theme/colours.ts';
import { CUSTOM, lookbackLabel } from '../url/lookback.ts';
import { ALL_SERVICES, searchUrl, SORTS, type SearchPlace, type Sort } from '../url/search.ts';
import { traceUrl } from '../url/trace.ts';
import { filterRows, sortRows } from './results.ts';
import { ResultTable } from './ResultTable.tsx';
import { ScatterPlot } from './ScatterPlot.tsx';
import type { ResultRow } from './summarise.ts';
import styles from './Results.module.css';

export interface ResultsProps {
  readonly place: SearchPlace;
  readonly rows: readonly ResultRow[];
  readonly millis: number;
  readonly request: string;
}

export function Results({ place, rows, millis, request }: ResultsProps) {
  const shown = useMemo(() => sortRows(filterRows(rows, place.filter), place.sort), [rows, place.filter, place.sort]);
  const looks = useMemo(() => serviceLooks(rows.flatMap((row) => row.shares.map((share) => share.service))), [rows]);
  const linkOf = (row: ResultRow) => traceUrl(row.traceId, { find: place.spanLinks.get(row.traceId) ?? '' });
  const put = (change: Partial<SearchPlace>) => navigate(searchUrl({ ...place, ...change }), { replace: true });
  const narrow = (from: number, to: number) =>
    navigate(searchUrl({
      ...place,
      form: { ...place.form, lookback: CUSTOM, start: String(Math.floor(from)), end: String(Math.ceil(to)) },
    }));
  return (
    <>
      <ResultHeader place={place} total={rows.length} shown={shown.length} millis={millis} request={request} put={put} />
      {shown.length > 0 && <ScatterPlot rows={shown} onOpen={(row) => navigate(linkOf(row))} onNarrow={narrow} />}
      {shown.length > 0
        ? <ResultTable rows={shown} sort={place.sort} looks={looks} linkOf={linkOf} onSort={(sort) => put({ sort })} />
        : <p className={styles.none}>None of the {rows.length} fetched traces contains “{place.filter}”.</p>}
    </>
  );
}

interface HeaderProps {
  readonly place: SearchPlace;
  readonly total: number;
  readonly shown: number;
  readonly millis: number;
  readonly request: string;
  readonly put: (change: Partial<SearchPlace>) => void;
}

const SORT_LABELS: Readonly<Record<Sort, string>> = {
  newest: 'Newest first', oldest: 'Oldest first', longest: 'Longest first', shortest: 'Shortest first',
  'most-spans': 'Most spans first', 'most-errors': 'Most errors first',
};

function ResultHeader({ place, total, shown, millis, request, put }: HeaderProps) {
  const { form } = place;
  const byId = place.traceIds.length > 0;
  const full = !byId && total >= form.limit;
  const of = form.service === ALL_SERVICES ? 'of all services' : form.service ? `of “${nameText(form.service)}”` : '';
  const window = form.lookback === CUSTOM ? 'in the chosen window' : `in ${lookbackLabel(form.lookback)}`;
  const more = Math.min(form.limit + 20, config().maxLimit);
  const narrow = useNarrow();
  return (
    <div className={styles.header}>
      <p className={styles.count}>
        <strong>{count(total, 'trace')}</strong> {byId ? `of ${count(place.traceIds.length, 'ID')} asked for` : `${of} ${window}`}
        {place.filter && <>, {shown} shown</>}
        {full && <span className={styles.note}> That is the limit: there may be more, and the order is within these {total}.</span>}
      </p>
      <span className={styles.note}>{duration(millis * 1000)}</span>
      <input className={`${inputClass} ${styles.filter}`} type="search" placeholder="Filter these traces" aria-label="Filter these traces by service, operation or ID"
        value={place.filter} onChange={(event) => put({ filter: event.target.value })} />
      {narrow && (
        <select className={`${inputClass} ${styles.sort}`} aria-label="Order" value={place.sort} onChange={(event) => put({ sort: event.target.value as Sort })}>
          {SORTS.map((sort) => <option key={sort} value={sort}>{SORT_LABELS[sort]}</option>)}
        </select>
      )}
      {full && more > form.limit && (
        <Button onClick={() => navigate(searchUrl({ ...place, form: { ...form, limit: more } }))}>Load {more - form.limit} more</Button>
      )}
      {!narrow && !config().disableJsonView && (
        <Button look="quiet" onClick={() => download(request)}><Icon name="download" />JSON</Button>
      )}
    </div>
  );
}

/** The answer of the query API as a file; an anchor with `download` needs no new page. */
function download(request: string): void {
  const link = document.createElement('a');
  link.href = new URL(request, document.baseURI).href;
  link.download = 'traces.json';
  link.click();
}
