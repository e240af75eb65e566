globalThis.main = true;
