// Unit tests: real SQLite, real images, real child processes in temporary folders.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    // V8 13 aborts now and then where worker threads run WebAssembly (here: Node's type stripping): over memory protection keys, and
    // when it frees code that two threads share. This keeps the faulty parts off.
    execArgv: ['--no-memory-protection-keys', '--no-wasm-code-gc', '--no-wasm-native-module-cache'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
