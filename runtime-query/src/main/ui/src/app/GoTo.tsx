import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Icon } from '../kit/icons.tsx';
import { visible } from '../kit/text.ts';
import { parseGoto } from './goto.ts';
import { navigate } from './router.tsx';
import { bindShortcuts } from './shortcuts.ts';
import styles from './Shell.module.css';

function focusField(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

export function GoTo() {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [why, setWhy] = useState('');
  useEffect(
    () =>
      bindShortcuts([
        { keys: ['Ctrl+k'], label: 'Go to a trace by its ID', group: 'Everywhere', run: () => focusField(field.current) },
      ]),
    [],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const target = parseGoto(text);
    if (target.kind === 'unknown') {
      setWhy(target.why);
      return;
    }
    setText('');
    setWhy('');
    field.current?.blur();
    navigate(target.to);
  };
  return (
    <form className={styles.goto} role="search" aria-label="Go to a trace" onSubmit={submit}>
      <span className={styles.gotoIcon}><Icon name="search" /></span>
      <input ref={field} value={text} aria-label="Trace ID, traceparent or link" placeholder="Trace ID or link" spellCheck={false}
        autoComplete="off" aria-invalid={why !== '' || undefined} aria-describedby={why ? 'goto-why' : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setWhy('');
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setWhy('');
          field.current?.blur();
        }} />
      <kbd className={`${styles.kbd} ${styles.key}`} aria-hidden="true">Ctrl K</kbd>
      {why && <div id="goto-why" className={styles.gotoWrong} role="alert">{visible(why)}</div>}
    </form>
  );
}
