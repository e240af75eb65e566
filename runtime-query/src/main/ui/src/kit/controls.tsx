import { useEffect, useRef, useState, type ButtonHTMLAttributes, type ReactNode } from 'react';
import type { ServiceLook } from '../theme/colours.ts';
import { Icon } from './icons.tsx';
import styles from './kit.module.css';

export const cx = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'primary' | 'quiet';
  readonly small?: boolean;
  readonly square?: boolean;
}

export function Button({ look, small, square, className, type, ...rest }: ButtonProps) {
  const names = cx(styles.button, look && styles[look], small && styles.small, square && styles.square, className);
  return <button {...rest} type={type ?? 'button'} className={names} />;
}

export function Field(props: { label: string; id: string; hint?: string; wrong?: string | null; className?: string; children: ReactNode }) {
  return (
    <div className={cx(styles.field, props.className)}>
      <label className={styles.label} htmlFor={props.id}>{props.label}</label>
      {props.children}
      {props.hint && !props.wrong && <span className={styles.hint} id={`${props.id}-hint`}>{props.hint}</span>}
      {props.wrong && <span className={styles.wrong} id={`${props.id}-wrong`}>{props.wrong}</span>}
    </div>
  );
}

export const inputClass = styles.input!;

/** Says "Copied" for a moment, to the eye and to a screen reader. */
export function CopyButton(props: { text: () => string; label: string; small?: boolean; icon?: 'copy' | 'link' }) {
  const { text, label, small = true, icon = 'copy' } = props;
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  useEffect(() => {
    if (done === 'no') return;
    const timer = setTimeout(() => setDone('no'), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => copyText(text()).then(() => setDone('yes'), () => setDone('failed'));
  return (
    <Button look="quiet" small={small} square onClick={copy} aria-label={label} title={label}>
      <Icon name={done === 'yes' ? 'check' : icon} />
      <span className="visually-hidden" role="status">
        {done === 'yes' ? 'Copied' : done === 'failed' ? 'Copying was refused by the browser' : ''}
      </span>
    </Button>
  );
}

/** navigator.clipboard exists only on https and localhost; a selected field works everywhere. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (!copied) throw new Error('copy refused');
}

export function ServiceGlyph({ look }: { look: ServiceLook | undefined }) {
  if (!look) return null;
  const pattern = look.pattern === 'solid' ? null : styles[look.pattern];
  return <span className={cx(styles.service, pattern, `svc-${look.slot}`)} aria-hidden="true">{look.glyph}</span>;
}

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={ref} className={styles.dialog} aria-label={title} onCancel={onClose}
      onClick={(event) => event.target === ref.current && onClose()}>
      {children}
    </dialog>
  );
}
