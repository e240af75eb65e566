import { useState, type KeyboardEvent } from 'react';
import { formatTag, parseTags, type Tag } from '../url/tags.ts';
import { cx } from './controls.tsx';
import { Icon } from './icons.tsx';
import { visible } from './text.ts';
import styles from './kit.module.css';

/// Tags as chips. Enter, or leaving the field, turns the text into chips; Backspace in the empty field takes
/// the last chip back into the text. A pasted JSON object or logfmt line becomes several chips.

export interface ChipInputProps {
  readonly id: string;
  readonly tags: readonly Tag[];
  readonly onChange: (tags: Tag[]) => void;
  readonly placeholder: string;
}

export function ChipInput({ id, tags, onChange, placeholder }: ChipInputProps) {
  const [typed, setTyped] = useState('');
  const take = () => {
    if (typed.trim() === '') return;
    onChange([...tags, ...parseTags(typed)]);
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && typed.trim() !== '') {
      event.preventDefault();
      take();
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) {
      event.preventDefault();
      setTyped(formatTag(tags[tags.length - 1]!));
      onChange(tags.slice(0, -1));
    }
  };
  return (
    <div className={styles.chips} onClick={(event) => event.currentTarget.querySelector('input')?.focus()}>
      {tags.map((tag, index) => (
        <span key={index} className={cx(styles.chip)}>
          <span title={visible(formatTag(tag))}>{visible(formatTag(tag)).slice(0, 200)}</span>
          <button type="button" aria-label={`Remove tag ${visible(formatTag(tag)).slice(0, 200)}`}
            onClick={() => onChange(tags.filter((_, at) => at !== index))}>
            <Icon name="close" />
          </button>
        </span>
      ))}
      <input id={id} value={typed} placeholder={tags.length === 0 ? placeholder : ''} autoComplete="off" spellCheck={false}
        onChange={(event) => setTyped(event.target.value)} onKeyDown={onKeyDown} onBlur={take} />
    </div>
  );
}
