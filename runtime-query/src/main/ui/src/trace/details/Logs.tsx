import { useState } from 'react';
import { Button } from '../../kit/controls.tsx';
import { duration } from '../../kit/duration.ts';
import { visible } from '../../kit/text.ts';
import { clockTime } from '../../kit/time.ts';
import type { Hyperlink } from '../../links/patterns.ts';
import { valueText, type Field, type Log } from '../model/wire.ts';
import { useTraceView } from '../view/useView.ts';
import { FieldTable } from './FieldTable.tsx';
import styles from './Details.module.css';

/// The logs of a span in order of time, each with its time from the start of the trace.

const MOST = 100;

export interface LogsProps {
  readonly logs: readonly Log[];
  readonly linksOf: (field: Field, log: Log) => readonly Hyperlink[];
}

export function Logs({ logs, linksOf }: LogsProps) {
  const { trace } = useTraceView();
  const [all, setAll] = useState(false);
  const sorted = [...logs].sort((a, b) => a.timestamp - b.timestamp);
  return (
    <ol className={styles.logs}>
      {(all ? sorted : sorted.slice(0, MOST)).map((log, index) => (
        <li key={index}>
          <div className={styles.logHead}>
            <strong title={clockTime(log.timestamp)}>{Number.isFinite(log.timestamp) ? duration(log.timestamp - trace.startMicros) : 'unknown time'}</strong>
            <span>{headline(log)}</span>
          </div>
          <FieldTable fields={log.fields} label={`Log ${index + 1}`} linksOf={(field) => linksOf(field, log)} />
        </li>
      ))}
      {!all && sorted.length > MOST && <Button small onClick={() => setAll(true)}>Show all {sorted.length.toLocaleString('en')} logs</Button>}
    </ol>
  );
}

function headline(log: Log): string {
  const field = ['event', 'message'].map((key) => log.fields.find((entry) => entry.key === key)).find(Boolean);
  return field ? visible(valueText(field.value)).slice(0, 200) : '';
}
