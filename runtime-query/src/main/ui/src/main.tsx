import { createRoot } from 'react-dom/client';
import './theme/tokens.css';
import './theme/base.css';
import { App } from './app/App.tsx';
import { startRouter } from './app/router.tsx';
import { startShortcuts } from './app/shortcuts.ts';
import { startTheme } from './theme/theme.ts';
import { startAsking } from './worker/ask.ts';

startAsking();
startTheme();
startRouter();
startShortcuts();
createRoot(document.getElementById('root')!).render(<App />);
