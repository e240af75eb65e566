import { useEffect, useState, type RefObject } from 'react';
import { Button, inputClass } from '../kit/controls.tsx';
import { useNarrow } from '../kit/hooks.ts';
import { Icon } from '../kit/icons.tsx';
import type { FindMode } from '../url/trace.ts';
import { isWhole } from './view/window.ts';
import { useTraceView, useView } from './view/useView.ts';
import styles from './Trace.module.css';

/// Finding spans, folding and zooming.

const MODES: readonly (readonly [FindMode, string])[] = [
  ['highlight', 'Highlight'], ['context', 'Matches and parents'], ['only', 'Only matches'],
];

export function FindBar({ field, onFind }: { field: RefObject<HTMLInputElement | null>; onFind: (text: string) => void }) {
  const view = useTraceView();
  const find = useView((v) => v.find);
  const matches = useView((v) => v.matches);
  const current = useView((v) => v.current);
  const mode = useView((v) => v.mode);
  const zoomed = useView((v) => !isWhole(v.window, v.trace.duration));
  const narrow = useNarrow();
  const [text, setText] = useState(find);
  useEffect(() => setText(find), [find]);
  useEffect(() => {
    if (text === find) return;
    const timer = setTimeout(() => onFind(text), 150);
    return () => clearTimeout(timer);
  }, [text, find, onFind]);
  const at = matches.indexOf(current);
  return (
    <div className={styles.tools} role="toolbar" aria-label="Find and fold">
      <div className={styles.find}>
        <Icon name="search" />
        <input ref={field} className={inputClass} value={text} placeholder={narrow ? 'Find' : 'Find in this trace ( / )'} aria-label="Find in this trace"
          spellCheck={false} autoComplete="off" title="Words are OR-ed; “quoted text” is one word; -key leaves a tag out; a span ID is matched whole"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') view.step(matches, event.shiftKey ? -1 : 1);
            else if (event.key === 'Escape') {
              setText('');
              field.current?.blur();
            } else return;
            event.preventDefault();
            event.stopPropagation();
          }} />
        <span className={styles.matches} role="status">
          {find && (matches.length === 0 ? 'no match' : `${at < 0 ? '–' : at + 1} / ${matches.length.toLocaleString('en')}`)}
        </span>
      </div>
      <Button look="quiet" square disabled={matches.length === 0} onClick={() => view.step(matches, -1)} aria-label="Previous match" title="Previous match ( b )"><Icon name="up" /></Button>
      <Button look="quiet" square disabled={matches.length === 0} onClick={() => view.step(matches, 1)} aria-label="Next match" title="Next match ( f )"><Icon name="down" /></Button>
      <select className={`${inputClass} ${styles.mode}`} value={mode} aria-label="What to show of the matches"
        onChange={(event) => view.setMode(event.target.value as FindMode)}>
        {MODES.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
      </select>
      <span className={styles.spring} />
      <Button look="quiet" small onClick={() => view.foldAll('close')} title="Close all ( ] )">Close all</Button>
      <Button look="quiet" small onClick={() => view.foldAll('open')} title="Open all ( [ )">Open all</Button>
      <span className={styles.zoom}>
        <Button look="quiet" small square onClick={() => view.zoomBy(1.5)} aria-label="Zoom out" title="Zoom out ( - )">−</Button>
        <Button look="quiet" small square onClick={() => view.zoomBy(1 / 1.5)} aria-label="Zoom in" title="Zoom in ( + )">+</Button>
        <Button look="quiet" small disabled={!zoomed} onClick={() => view.fit()} title="Show all of the time ( 0 )"><Icon name="fit" />Fit</Button>
      </span>
    </div>
  );
}
