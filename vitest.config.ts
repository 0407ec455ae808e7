// Unit tests: real SQLite, real images, real child processes in temporary folders.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    // V8 13 aborts now and then where worker threads load WebAssembly (here: Node's type stripping); this keeps the faulty part off.
    execArgv: ['--no-memory-protection-keys'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
