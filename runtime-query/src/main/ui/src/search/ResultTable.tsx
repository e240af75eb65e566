import { useRef } from 'react';
import { config } from '../app/config.ts';
import { Link } from '../app/router.tsx';
import { cx, ServiceGlyph } from '../kit/controls.tsx';
import { duration, exactMicros } from '../kit/duration.ts';
import { useNarrow, useVirtualRows } from '../kit/hooks.ts';
import { Icon } from '../kit/icons.tsx';
import { count, nameText } from '../kit/text.ts';
import { ago, clockTime, dayAndTime } from '../kit/time.ts';
import type { ServiceLook } from '../theme/colours.ts';
import type { Sort } from '../url/search.ts';
import type { ResultRow } from './summarise.ts';
import styles from './Results.module.css';

/// The results as a table: rows of 40 px, cards of 88 px on a narrow screen. Beyond 100 rows only those
/// near the visible part are mounted; `aria-rowindex` tells their place.

export interface ResultTableProps {
  readonly rows: readonly ResultRow[];
  readonly sort: Sort;
  readonly looks: ReadonlyMap<string, ServiceLook>;
  readonly linkOf: (row: ResultRow) => string;
  readonly onSort: (sort: Sort) => void;
}

const VIRTUAL_FROM = 100;

export function ResultTable(props: ResultTableProps) {
  const { rows, looks } = props;
  const body = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const rowHeight = narrow ? 88 : 40;
  const near = useVirtualRows(body, rows.length, rowHeight);
  const { from, to } = rows.length > VIRTUAL_FROM ? near : { from: 0, to: rows.length };
  const longest = rows.reduce((max, row) => Math.max(max, row.duration), 1);
  const now = Date.now();
  return (
    <div role="table" aria-label="Traces" aria-rowcount={rows.length + 1} className={styles.table}>
      <Head sort={props.sort} onSort={props.onSort} />
      <div ref={body} role="rowgroup" style={{ paddingTop: from * rowHeight, paddingBottom: (rows.length - to) * rowHeight }}>
        {rows.slice(from, to).map((row, index) => (
          <Row key={row.traceId} row={row} index={from + index} longest={longest} now={now} looks={looks} to={props.linkOf(row)} />
        ))}
      </div>
    </div>
  );
}

const COLUMNS: readonly { label: string; note?: string; sorts?: readonly [Sort, Sort]; name: string }[] = [
  { label: 'Trace', name: 'cellName' },
  { label: 'Duration', sorts: ['longest', 'shortest'], name: 'cellDuration' },
  { label: 'Spans', sorts: ['most-spans', 'most-spans'], name: 'cellSpans' },
  { label: 'Errors', sorts: ['most-errors', 'most-errors'], name: 'cellErrors' },
  { label: 'Services', note: 'by share of spans', name: 'cellServices' },
  { label: 'Start', sorts: ['newest', 'oldest'], name: 'cellStart' },
  { label: 'ID', name: 'cellId' },
];

function Head({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" aria-rowindex={1} className={cx(styles.row, styles.head)}>
        {COLUMNS.map(({ label, note, sorts, name }) => {
          const down = sorts?.[0] === sort;
          const up = !down && sorts?.[1] === sort;
          return (
            <div key={label} role="columnheader" className={styles[name]} aria-sort={down ? 'descending' : up ? 'ascending' : undefined}>
              {sorts
                ? <button type="button" onClick={() => onSort(down ? sorts[1] : sorts[0])}>{label}{(down || up) && <Icon name={down ? 'down' : 'up'} />}</button>
                : <>{label}{note && <span className={styles.note}> {note}</span>}</>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: ResultRow;
  readonly index: number;
  readonly longest: number;
  readonly now: number;
  readonly looks: ReadonlyMap<string, ServiceLook>;
  readonly to: string;
}

function Row({ row, index, longest, now, looks, to }: RowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} className={styles.row}>
      <div role="cell" className={styles.cellName}>
        <ServiceGlyph look={looks.get(row.service)} />
        <Link to={to} className={styles.open} title={`${nameText(row.service)}: ${nameText(row.operation)}`}>
          <span className={styles.service}>{nameText(row.service)}</span>{' '}
          <span className={styles.operation}>{nameText(row.operation)}</span>
        </Link>
      </div>
      <div role="cell" className={styles.cellDuration} title={exactMicros(row.duration)}>
        <span className={styles.value}>{duration(row.duration)}</span>
        <span className={styles.track}><span className={styles.bar} style={{ width: `${Math.max(1, (100 * row.duration) / longest)}%` }} /></span>
      </div>
      <div role="cell" className={styles.cellSpans}>{row.spans.toLocaleString('en')}<span className={styles.unit}> {row.spans === 1 ? 'span' : 'spans'}</span></div>
      <div role="cell" className={styles.cellErrors}>
        {row.errors > 0
          ? <span className={styles.errors}><Icon name="error" />{row.errors.toLocaleString('en')}<span className={styles.unit}> err</span></span>
          : <span className={styles.zero}>0</span>}
        {row.orphans > 0 && (
          <span className={styles.orphans} title={`${count(row.orphans, 'span')} without their parent`}>
            <Icon name="link" /><span className="visually-hidden">spans without parent: </span>{row.orphans}
          </span>
        )}
      </div>
      <div role="cell" className={styles.cellServices}><Shares row={row} looks={looks} /></div>
      <div role="cell" className={styles.cellStart} title={dayAndTime(row.startMicros)}>
        {clockTime(row.startMicros)} <span className={styles.note}>{ago(row.startMicros, now)}</span>
      </div>
      <div role="cell" className={styles.cellId}>{row.traceId.slice(0, config().traceIdDisplayLength)}</div>
    </div>
  );
}

function Shares({ row, looks }: { row: ResultRow; looks: ReadonlyMap<string, ServiceLook> }) {
  const percent = (spans: number) => Math.round((100 * spans) / Math.max(row.spans, 1));
  const text = row.shares.map((share) => `${nameText(share.service)} ${percent(share.spans)} %`).join(', ');
  return (
    <>
      <span className={styles.shareBar} aria-hidden="true" title={text}>
        {row.shares.slice(0, 12).map((share) => (
          <span key={share.service} className={`svc-${looks.get(share.service)?.slot ?? 0}`} style={{ flexGrow: share.spans }} />
        ))}
      </span>
      <span className={styles.shareText} title={text}>
        {row.shares.slice(0, 2).map((share) => `${nameText(share.service)} ${percent(share.spans)} %`).join(' · ')}
        {row.shares.length > 2 && ` · +${row.shares.length - 2}`}
      </span>
    </>
  );
}
