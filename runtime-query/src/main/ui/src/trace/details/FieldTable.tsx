import { useState } from 'react';
import { Button, CopyButton, cx, inputClass } from '../../kit/controls.tsx';
import { bytes, visible } from '../../kit/text.ts';
import { Links } from '../../links/Links.tsx';
import type { Hyperlink } from '../../links/patterns.ts';
import { valueText, type Field } from '../model/wire.ts';
import { LongText } from './LongText.tsx';
import styles from './Details.module.css';

/// Keys and values. Long lists are shown in steps and can be filtered; long values are cut until asked for.

const STEP = 200;
const FILTER_FROM = 15;
const CUT = 4096;

export interface FieldTableProps {
  readonly fields: readonly Field[];
  readonly label: string;
  readonly linksOf: (field: Field) => readonly Hyperlink[];
}

export function FieldTable({ fields, label, linksOf }: FieldTableProps) {
  const [filter, setFilter] = useState('');
  const [most, setMost] = useState(STEP);
  const needle = filter.toLowerCase();
  const matching = needle === '' ? fields : fields.filter((field) => `${field.key}=${valueText(field.value)}`.toLowerCase().includes(needle));
  const shown = matching.slice(0, most);
  return (
    <>
      {fields.length >= FILTER_FROM && (
        <input className={cx(inputClass, styles.filter)} type="search" placeholder={`Filter ${fields.length.toLocaleString('en')}`}
          aria-label={`Filter ${label.toLowerCase()}`} value={filter} onChange={(event) => setFilter(event.target.value)} />
      )}
      <table className={styles.fields} aria-label={label}>
        <tbody>
          {shown.map((field, index) => (
            <tr key={index}>
              <th scope="row">{visible(field.key) || '(empty)'}</th>
              <td><Value field={field} /><Links links={linksOf(field)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {matching.length > shown.length && (
        <Button small className={styles.more} onClick={() => setMost(most + STEP * 5)}>
          Show {Math.min(STEP * 5, matching.length - shown.length).toLocaleString('en')} more of {matching.length.toLocaleString('en')}
        </Button>
      )}
    </>
  );
}

function Value({ field }: { field: Field }) {
  const text = valueText(field.value);
  const [form, setForm] = useState<'plain' | 'json'>('plain');
  const [whole, setWhole] = useState(false);
  const json = form === 'json' ? prettyJson(text) : null;
  const long = text.length > CUT;
  return (
    <div className={styles.value}>
      {whole ? <LongText text={text} /> : <span className={cx(styles.text, json !== null && styles.pre)}>{visible((json ?? text).slice(0, CUT)) || <em>(empty)</em>}</span>}
      <span className={styles.tools}>
        {long && <Button small look="quiet" onClick={() => setWhole(!whole)}>{whole ? 'Show less' : `Show all ${bytes(text.length)}`}</Button>}
        {!long && /^\s*[[{]/.test(text) && prettyJson(text) !== null && (
          <Button small look="quiet" aria-pressed={form === 'json'} onClick={() => setForm(form === 'json' ? 'plain' : 'json')}>JSON</Button>
        )}
        <CopyButton label={`Copy the value of ${visible(field.key).slice(0, 80)}`} text={() => text} />
      </span>
    </div>
  );
}

function prettyJson(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? JSON.stringify(parsed, null, 2) : null;
  } catch {
    return null;
  }
}
