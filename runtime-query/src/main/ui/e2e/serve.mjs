import { fileURLToPath } from 'node:url';
import { startFixtureServer } from './server.mjs';

/// `node e2e/serve.mjs`: the built UI with the test data, to look at by hand.

const server = await startFixtureServer({ dist: fileURLToPath(new URL('../dist', import.meta.url)) });
console.log(server.url);
