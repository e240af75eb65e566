import { defineConfig } from 'vitest/config';
import react from '@vitejs/plugin-react';
import { basename } from 'node:path';

// Every URL in the output is relative, so that the <base href> which the query
// service writes into index.html alone decides where the UI lives.
export default defineConfig({
  base: './',
  plugins: [react()],
  css: {
    modules: {
      // File name + class name: readable in the browser, the same on every machine.
      generateScopedName: (name, file) => `${basename(file).split('.')[0]}-${name}`,
    },
  },
  build: {
    outDir: process.env.UI_OUT_DIR ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: false,
  },
  worker: { format: 'es' },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
});
