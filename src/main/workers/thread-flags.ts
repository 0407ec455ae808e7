// For processes with threads, before the first one starts. Node strips the types of a checkout's files with WebAssembly, in each thread
// anew, and V8 13 crashes now and then when it frees WebAssembly code that two threads share (WasmEngine::FreeDeadCode).
import { setFlagsFromString } from 'node:v8';

for (const flag of ['--no-wasm-code-gc', '--no-wasm-native-module-cache']) setFlagsFromString(flag);
