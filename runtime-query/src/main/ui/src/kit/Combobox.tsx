import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { cx } from './controls.tsx';
import { Icon } from './icons.tsx';
import { nameText } from './text.ts';
import styles from './kit.module.css';

/// A text field with a list, after the ARIA combobox pattern. What is typed filters the list; the value
/// changes when an entry is chosen, or on leaving the field (free text is allowed: an old service may
/// no longer be listed).

export interface ComboboxProps {
  readonly id: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** Label of the entry for the empty value, if the empty value may be chosen. */
  readonly emptyLabel?: string;
  readonly disabled?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
}

const MOST_SHOWN = 200;

export function Combobox(props: ComboboxProps) {
  const { id, value, options, onChange } = props;
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const needle = (typed ?? '').toLowerCase();
  const matching = options.filter((option) => option.toLowerCase().includes(needle)).slice(0, MOST_SHOWN);
  const entries = props.emptyLabel !== undefined && needle === '' ? ['', ...matching] : matching;

  const choose = (choice: string) => {
    onChange(choice);
    setTyped(null);
    setOpen(false);
    setActive(-1);
  };
  const show = () => {
    setOpen(true);
    setActive(-1);
  };
  const leave = () => {
    if (typed !== null) {
      const exact = options.find((option) => option.toLowerCase() === typed.toLowerCase());
      onChange(exact ?? typed);
    }
    setTyped(null);
    setOpen(false);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(entries.length - 1, to));
    setActive(next);
    requestAnimationFrame(() => list.current?.children[next]?.scrollIntoView({ block: 'nearest' }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') open ? move(active + 1) : show();
    else if (event.key === 'ArrowUp') open ? move(active - 1) : show();
    else if (event.key === 'Enter' && open && active >= 0) choose(entries[active]!);
    else if (event.key === 'Enter' && open && typed !== null) choose(matching.length === 1 ? matching[0]! : typed);
    else if (event.key === 'Escape' && open) {
      setTyped(null);
      setOpen(false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.combo}>
      <input id={id} className={styles.input} role="combobox" autoComplete="off" spellCheck={false}
        aria-expanded={open} aria-controls={listId} aria-autocomplete="list" aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
        disabled={props.disabled} placeholder={props.placeholder}
        value={typed ?? (value === '' ? '' : nameText(value))}
        onFocus={(event) => event.target.select()} onClick={show} onBlur={leave} onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.target.value);
          show();
        }} />
      <span className={styles.arrow}><Icon name="down" /></span>
      <ul ref={list} id={listId} role="listbox" className={styles.list} hidden={!open} aria-label={`${props.placeholder ?? 'Choices'}`}>
        {entries.map((entry, index) => (
          <li key={entry} id={`${listId}-${index}`} role="option" aria-selected={entry === value}
            className={cx(styles.option, index === active && styles.active)}
            onMouseDown={(event) => event.preventDefault()} onMouseEnter={() => setActive(index)} onClick={() => choose(entry)}>
            {entry === '' ? props.emptyLabel : nameText(entry)}
          </li>
        ))}
        {entries.length === 0 && <li role="option" aria-selected={false} aria-disabled="true" className={styles.option}>Nothing in the list; the text is used as typed.</li>}
      </ul>
    </div>
  );
}
