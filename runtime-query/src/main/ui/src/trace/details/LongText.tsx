import { useMemo, useRef } from 'react';
import { useVirtualRows } from '../../kit/hooks.ts';
import { visible } from '../../kit/text.ts';
import styles from './Details.module.css';

/// A text of megabytes in a box of its own: fixed lines, of which only the near ones exist.

const LINE = 18;
const PER_LINE = 96;

export function LongText({ text }: { text: string }) {
  const lines = useMemo(() => chunks(text), [text]);
  const list = useRef<HTMLDivElement>(null);
  const { from, to } = useVirtualRows(list, lines.length, LINE);
  return (
    <div className={styles.long} tabIndex={0} role="region" aria-label={`Whole value, ${lines.length} lines`}>
      <div ref={list} style={{ height: lines.length * LINE, paddingTop: from * LINE }}>
        {lines.slice(from, to).map((line, index) => <div key={from + index} className={styles.line}>{visible(line)}</div>)}
      </div>
    </div>
  );
}

function chunks(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const parts: string[] = [];
    for (let at = 0; at < line.length || at === 0; at += PER_LINE) parts.push(line.slice(at, at + PER_LINE));
    return parts;
  });
}
