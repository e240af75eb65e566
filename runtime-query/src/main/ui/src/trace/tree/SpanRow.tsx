import { memo } from 'react';
import { cx, ServiceGlyph } from '../../kit/controls.tsx';
import { duration } from '../../kit/duration.ts';
import { Icon } from '../../kit/icons.tsx';
import { count, nameText } from '../../kit/text.ts';
import type { Columns } from '../model/columns.ts';
import { Flag } from '../model/flags.ts';
import type { TraceView } from '../view/TraceView.ts';
import { useTraceView, useView } from '../view/useView.ts';
import styles from './Tree.module.css';

/// One row of the tree. Clicks and keys are handled once, by the tree.

const INDENT = 12;
const DEEPEST_INDENT = 20;

export const SpanRow = memo(function SpanRow({ index, row, top, height }: { index: number; row: number; top: number; height: number }) {
  const view = useTraceView();
  const { trace } = view;
  const open = useView((v) => v.open[index] === 1);
  const selected = useView((v) => v.selected === index);
  const stop = useView((v) => v.current === index);
  const matched = useView((v) => v.matched[index] === 1);
  const depth = trace.depth[index]!;
  const children = trace.childFrom[index + 1]! - trace.childFrom[index]!;
  const flags = trace.flags[index]!;
  const service = nameText(trace.services[trace.service[index]!]!);
  const operation = nameText(trace.operations[trace.operation[index]!]!);
  const siblings = siblingsOf(trace, index);
  const indent = Math.min(depth, DEEPEST_INDENT) * INDENT;
  return (
    <div role="row" id={`span-${index}`} data-index={index} tabIndex={stop ? 0 : -1} style={{ top, height }}
      className={cx(styles.row, selected && styles.selected, matched && styles.matched)}
      aria-rowindex={row + 2} aria-level={depth + 1} aria-setsize={siblings.size} aria-posinset={siblings.position}
      aria-expanded={children > 0 ? open : undefined} aria-selected={selected} aria-label={rowName(view, index)}>
      <div role="gridcell" className={styles.name}>
        {indent > 0 && <span className={styles.guides} style={{ width: indent }} />}
        {depth > DEEPEST_INDENT && <span className={styles.depth}>{depth}</span>}
        {children > 0
          ? <span className={styles.toggle} data-toggle=""><Icon name={open ? 'down' : 'right'} /></span>
          : <span className={styles.leaf} />}
        <ServiceGlyph look={view.looks[trace.service[index]!]} />
        <span className={styles.texts} title={`${service}: ${operation}`}>
          <span className={styles.service}>{service}</span> <span className={styles.operation}>{operation}</span>
        </span>
        <Badges trace={trace} index={index} flags={flags} open={open} childCount={children} />
      </div>
      <div role="gridcell" className={styles.time}><span className="visually-hidden">{duration(trace.length[index]!)}</span></div>
    </div>
  );
});

function Badges({ trace, index, flags, open, childCount }: { trace: Columns; index: number; flags: number; open: boolean; childCount: number }) {
  const below = trace.errorsBelow[index]!;
  return (
    <span className={styles.badges}>
      {(flags & Flag.error) !== 0 && <span className={styles.error} title="Marked as an error"><Icon name="error" /></span>}
      {!open && below > 0 && <span className={styles.error}>{below} err below</span>}
      {!open && childCount > 0 && <span className={styles.note}>+{(trace.size[index]! - 1).toLocaleString('en')}</span>}
      {(flags & Flag.orphan) !== 0 && <span className={styles.warn} title="Its parent is not in this trace">no parent</span>}
      {(flags & Flag.brokenEdge) !== 0 && <span className={styles.warn} title="Its parents form a circle; cut here">circle</span>}
      {(flags & Flag.badTime) !== 0 && <span className={styles.warn} title="Its times are impossible; drawn at the beginning">no time</span>}
      {(flags & Flag.duplicate) !== 0 && <span className={styles.warn} title="Another span has the same ID">same ID</span>}
      {(flags & Flag.warning) !== 0 && <span className={styles.warn} title="The query service attached a warning">warning</span>}
      {(flags & Flag.logs) !== 0 && <span className={styles.note} title="Has logs"><Icon name="log" /></span>}
      {(flags & Flag.links) !== 0 && <span className={styles.note} title="Refers to another trace"><Icon name="link" /></span>}
    </span>
  );
}

/** What a screen reader says: everything that the picture shows. */
export function rowName({ trace }: TraceView, index: number): string {
  const flags = trace.flags[index]!;
  const children = trace.childFrom[index + 1]! - trace.childFrom[index]!;
  return [
    nameText(trace.services[trace.service[index]!]!),
    nameText(trace.operations[trace.operation[index]!]!),
    (flags & Flag.badTime) !== 0 ? 'impossible times' : `${duration(trace.length[index]!)}, starts at ${duration(trace.start[index]!)}`,
    (flags & Flag.error) !== 0 && 'error',
    trace.errorsBelow[index]! > 0 && `${count(trace.errorsBelow[index]!, 'error')} below`,
    (flags & Flag.orphan) !== 0 && 'parent missing',
    (flags & Flag.brokenEdge) !== 0 && 'circle of parents cut here',
    (flags & Flag.duplicate) !== 0 && 'same ID as another span',
    (flags & Flag.warning) !== 0 && 'warning',
    `level ${trace.depth[index]! + 1}`,
    children > 0 && count(children, 'child', 'children'),
  ].filter(Boolean).join(', ');
}

function siblingsOf(trace: Columns, index: number): { size: number; position: number } {
  const owner = trace.parent[index]! < 0 ? trace.count : trace.parent[index]!;
  const [from, to] = [trace.childFrom[owner]!, trace.childFrom[owner + 1]!];
  return { size: to - from, position: trace.child.subarray(from, to).indexOf(index) + 1 };
}
