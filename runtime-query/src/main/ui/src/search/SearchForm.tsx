import { useEffect, useId, useState, type FormEvent } from 'react';
import { config, type Config } from '../app/config.ts';
import { getNames } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { ChipInput } from '../kit/ChipInput.tsx';
import { Combobox } from '../kit/Combobox.tsx';
import { Button, cx, Field, inputClass } from '../kit/controls.tsx';
import { useNarrow } from '../kit/hooks.ts';
import { Icon } from '../kit/icons.tsx';
import { nameText } from '../kit/text.ts';
import { fromLocalInput, toLocalInput } from '../kit/time.ts';
import { CUSTOM, lastLabel, lookbackLabel, lookbacksUpTo } from '../url/lookback.ts';
import { ALL_SERVICES, durationProblem, windowOf, type SearchForm as Form } from '../url/search.ts';
import styles from './Search.module.css';

/// The form. What it holds becomes the address when Find is pressed; nothing is searched before.

export interface SearchFormProps {
  readonly form: Form;
  readonly busy: boolean;
  readonly startOpen: boolean;
  readonly onFind: (form: Form) => void;
}

export function SearchForm({ form, busy, startOpen, onFind }: SearchFormProps) {
  const [draft, setDraft] = useState(form);
  const [tried, setTried] = useState(false);
  const [unfolded, setUnfolded] = useState(startOpen);
  const narrow = useNarrow();
  const id = useId();
  const set = (change: Partial<Form>) => setDraft((old) => ({ ...old, ...change }));
  // The order and the filter are in the address too: they must not undo what is being typed here.
  const asked = JSON.stringify(form);
  useEffect(() => setDraft(JSON.parse(asked) as Form), [asked]);

  const settings = config();
  const names = useNames(draft.service, settings);
  const wrong = {
    service: draft.service === '' ? 'Choose a service.' : null,
    min: durationProblem(draft.minDuration),
    max: durationProblem(draft.maxDuration),
    window: windowProblem(draft),
  };
  const invalid = Object.values(wrong).some(Boolean);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (invalid) return;
    setUnfolded(false);
    onFind(draft);
  };
  if (narrow && !unfolded) return <Folded form={draft} onUnfold={() => setUnfolded(true)} />;

  return (
    <form className={styles.form} onSubmit={submit} role="search" aria-label="Find traces" noValidate>
      <div className={styles.fields}>
        <Field label="Service" id={`${id}-service`} className={styles.wide} wrong={tried ? wrong.service : names.problem}
          {...(names.none && { hint: 'No service has sent spans yet.' })}>
          <Combobox id={`${id}-service`} value={draft.service === ALL_SERVICES ? 'all services' : draft.service} options={names.services}
            placeholder={names.loading ? 'Loading services…' : 'Choose a service'} invalid={tried && wrong.service !== null}
            describedBy={(tried ? wrong.service : names.problem) ? `${id}-service-wrong` : undefined}
            onChange={(service) => set(service === draft.service ? {} : { service, operation: '' })} />
        </Field>
        <Field label="Operation" id={`${id}-operation`} className={styles.wide}>
          <Combobox id={`${id}-operation`} value={draft.operation} options={names.operations} emptyLabel="All operations"
            placeholder="All operations" onChange={(operation) => set({ operation })} />
        </Field>
        <Field label="Tags" id={`${id}-tags`} className={styles.wide}>
          <ChipInput id={`${id}-tags`} tags={draft.tags} placeholder="http.status_code=500" onChange={(tags) => set({ tags })} />
        </Field>
        <Field label="Window" id={`${id}-lookback`} className={styles.middle}>
          <select id={`${id}-lookback`} className={inputClass} value={draft.lookback}
            onChange={(event) => set(lookbackChange(draft, event.target.value))}>
            {lookbacksUpTo(settings.maxLookbackMillis).map(([value]) => <option key={value} value={value}>{lastLabel(value).replace('l', 'L')}</option>)}
            <option value={CUSTOM}>From … to …</option>
          </select>
        </Field>
        <Field label="Min duration" id={`${id}-min`} className={styles.short} wrong={wrong.min}>
          <input id={`${id}-min`} className={inputClass} value={draft.minDuration} placeholder="100ms" autoComplete="off"
            aria-invalid={wrong.min !== null} aria-describedby={wrong.min ? `${id}-min-wrong` : undefined}
            onChange={(event) => set({ minDuration: event.target.value })} />
        </Field>
        <Field label="Max duration" id={`${id}-max`} className={styles.short} wrong={wrong.max}>
          <input id={`${id}-max`} className={inputClass} value={draft.maxDuration} placeholder="1.2s" autoComplete="off"
            aria-invalid={wrong.max !== null} aria-describedby={wrong.max ? `${id}-max-wrong` : undefined}
            onChange={(event) => set({ maxDuration: event.target.value })} />
        </Field>
        <Field label="Limit" id={`${id}-limit`} className={styles.tiny}>
          <input id={`${id}-limit`} className={inputClass} type="number" min={1} max={settings.maxLimit} value={draft.limit}
            onChange={(event) => set({ limit: Math.max(1, Math.min(settings.maxLimit, Math.floor(Number(event.target.value)) || 1)) })} />
        </Field>
        <div className={styles.find}>
          <Button type="submit" look="primary" aria-busy={busy}><Icon name="search" />Find</Button>
        </div>
      </div>
      {draft.lookback === CUSTOM && <Window draft={draft} set={set} id={id} wrong={wrong.window} />}
      <QuickChips draft={draft} set={set} />
    </form>
  );
}

function useNames(service: string, settings: Config) {
  const [services] = useResource('services', (signal) => getNames('api/services', settings.requestTimeoutMillis, signal));
  const path = service && service !== ALL_SERVICES ? `api/operations?${new URLSearchParams({ service })}` : null;
  const [operations] = useResource(path, (signal) => getNames(path!, settings.requestTimeoutMillis, signal));
  return {
    services: services.state === 'done' ? services.value : [],
    operations: operations.state === 'done' ? operations.value : [],
    loading: services.state === 'loading',
    problem:
      services.state === 'failed'
        ? `The list of services is not available (${services.problem.title}). A name can be typed.`
        : null,
    none: services.state === 'done' && services.value.length === 0,
  };
}

function lookbackChange(draft: Form, lookback: string): Partial<Form> {
  return lookback === CUSTOM ? { lookback, ...windowOf(draft, Date.now()) } : { lookback, start: '', end: '' };
}

function windowProblem({ lookback, start, end }: Form): string | null {
  return lookback === CUSTOM && Number(start) >= Number(end) ? 'This is not after the beginning.' : null;
}

function Window({ draft, set, id, wrong }: { draft: Form; set: (change: Partial<Form>) => void; id: string; wrong: string | null }) {
  const edit = (name: 'start' | 'end', text: string) => {
    const micros = fromLocalInput(text);
    if (micros !== null) set({ [name]: String(micros) });
  };
  return (
    <div className={styles.window}>
      {(['start', 'end'] as const).map((name) => (
        <Field key={name} label={name === 'start' ? 'From' : 'To'} id={`${id}-${name}`} wrong={name === 'end' ? wrong : null}>
          <input id={`${id}-${name}`} className={inputClass} type="datetime-local" step={1} aria-invalid={(name === 'end' && wrong !== null) || undefined}
            aria-describedby={name === 'end' && wrong ? `${id}-end-wrong` : undefined}
            value={toLocalInput(Number(draft[name]))} onChange={(event) => edit(name, event.target.value)} />
        </Field>
      ))}
    </div>
  );
}

/** Two questions that are asked all the time; each says what it puts into the form. */
function QuickChips({ draft, set }: { draft: Form; set: (change: Partial<Form>) => void }) {
  const errors = draft.tags.some((tag) => tag.key === 'error' && tag.value === 'true');
  const slow = draft.minDuration === '1s';
  return (
    <div className={styles.quick}>
      <Button small aria-pressed={errors} onClick={() => set({
        tags: errors ? draft.tags.filter((tag) => tag.key !== 'error') : [...draft.tags, { key: 'error', value: 'true' }],
      })}><Icon name="error" />Errors</Button>
      <span className={styles.quickNote}>a span has the tag error=true</span>
      <Button small aria-pressed={slow} onClick={() => set({ minDuration: slow ? '' : '1s' })}><Icon name="clock" />Slow</Button>
      <span className={styles.quickNote}>a span took 1 s or longer</span>
    </div>
  );
}

function Folded({ form, onUnfold }: { form: Form; onUnfold: () => void }) {
  const parts = [
    form.service ? nameText(form.service) : 'Choose a service',
    form.operation && nameText(form.operation),
    lookbackLabel(form.lookback),
    ...form.tags.map((tag) => nameText(`${tag.key}=${tag.value}`)),
    form.minDuration && `over ${nameText(form.minDuration)}`,
    form.maxDuration && `under ${nameText(form.maxDuration)}`,
  ].filter(Boolean);
  return (
    <button type="button" className={cx(styles.folded)} onClick={onUnfold} aria-expanded={false} aria-label={`Change the search: ${parts.join(', ')}`}>
      <Icon name="search" />
      <span>{parts.join(' · ')}</span>
      <Icon name="down" />
    </button>
  );
}
