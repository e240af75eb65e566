import { useState } from 'react';
import { Button, Dialog } from '../kit/controls.tsx';
import { Icon } from '../kit/icons.tsx';
import { config } from './config.ts';
import { boundShortcuts, setSingleKeys, singleKeysOn } from './shortcuts.ts';
import styles from './Shell.module.css';

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', ' ': 'Space',
};

const keyLabel = (key: string): string =>
  key.split('+').map((part, index, all) => KEY_NAMES[part] ?? (all[0] === 'Ctrl' && index ? part.toUpperCase() : part)).join(' ') || '+';

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const [single, setSingle] = useState(singleKeysOn());
  const groups = new Map<string, ReturnType<typeof boundShortcuts>>();
  for (const shortcut of boundShortcuts()) {
    groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  }
  const { version, refused } = config();
  return (
    <Dialog title="Keyboard and about" onClose={onClose}>
      <div className={styles.help}>
        <div className={styles.helpHead}>
          <h2>Keyboard</h2>
          <Button look="quiet" square onClick={onClose} aria-label="Close"><Icon name="close" /></Button>
        </div>
        <div className={styles.groups}>
          {[...groups].map(([group, shortcuts]) => (
            <section key={group} className={styles.group}>
              <h3>{group}</h3>
              <ul>
                {shortcuts.map((shortcut) => (
                  <li key={shortcut.label}>
                    <span>{shortcut.label}</span>
                    <span>{shortcut.keys.map((key) => <kbd key={key} className={styles.key}>{key === '+' ? '+' : keyLabel(key)}</kbd>)}</span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        <div className={styles.about}>
          <label className={styles.switch}>
            <input type="checkbox" checked={single} onChange={(event) => {
              setSingleKeys(event.target.checked);
              setSingle(event.target.checked);
            }} />
            Single keys work (switch off if they get in the way of other tools)
          </label>
          <p>jaegerstack {version || 'development build'}. Jaeger-compatible: its links open here.</p>
          {refused.length > 0 && (
            <p>Not used from the UI configuration: {refused.join(', ')}.</p>
          )}
        </div>
      </div>
    </Dialog>
  );
}
