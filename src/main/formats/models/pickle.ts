// Reads a Python pickle as data: a fixed list of opcodes, and only the globals the caller names. Nothing is looked up by name in JavaScript, nothing runs.

/** A pickle we refuse: broken, or asking for something that is not on the lists. */
export class PickleError extends Error {
  override readonly name = 'PickleError';
  readonly kind: 'broken' | 'cut-short' | 'foreign-code' | 'too-large';

  constructor(kind: 'broken' | 'cut-short' | 'foreign-code' | 'too-large', message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A global the caller allows, made by REDUCE with plain arguments. */
export type PickleGlobal = { readonly name: string; readonly call: ((args: readonly unknown[]) => unknown) | null };

export type PickleOptions = {
  /** Allowed globals by `module name`; anything else is refused. */
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  /** What a persistent id (torch: a storage) becomes. */
  readonly persistent: (id: unknown) => unknown;
  /** Instructions one pickle may hold. */
  readonly maxSteps: number;
};

/** Python's values as ours: dict → Map, list and tuple → array, int → number or bigint, bytes → Uint8Array. */
export type PickleResult = { readonly value: unknown; readonly end: number };

const mark = Symbol('mark');
const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Machine {
  readonly stack: unknown[] = [];
  readonly memo = new Map<number, unknown>();
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly options: PickleOptions;
  at: number;

  constructor(bytes: Uint8Array, start: number, options: PickleOptions) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = start;
    this.options = options;
  }

  /** Moves on by `count` bytes and gives where they begin. */
  skip(count: number): number {
    const start = this.at;
    if (count > this.bytes.byteLength - start)
      throw new PickleError('cut-short', `ends inside an instruction at byte ${start}`);
    this.at += count;
    return start;
  }
  take(count: number): Uint8Array {
    const start = this.skip(count);
    return this.bytes.subarray(start, start + count);
  }
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > 1_000) throw new PickleError('broken', `no end of line after byte ${this.at}`);
    const text = latin1.decode(this.take(end - this.at));
    this.at++;
    return text;
  }
  text(length: number): string {
    try {
      return utf8.decode(this.take(length));
    } catch (error) {
      if (error instanceof PickleError) throw error;
      throw new PickleError('broken', `a text before byte ${this.at} is not UTF-8`);
    }
  }
  pop(): unknown {
    if (this.stack.length === 0 || this.stack.at(-1) === mark)
      throw new PickleError('broken', `the stack is empty at byte ${this.at}`);
    return this.stack.pop();
  }
  popMany(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }
  popToMark(): unknown[] {
    const start = this.stack.lastIndexOf(mark);
    if (start < 0) throw new PickleError('broken', `no mark at byte ${this.at}`);
    const items = this.stack.splice(start);
    return items.slice(1);
  }
  top<T>(type: abstract new (...args: never) => T): T {
    const value = this.stack.at(-1);
    if (!(value instanceof type)) throw new PickleError('broken', `a wrong container at byte ${this.at}`);
    return value;
  }
  put(index: number): void {
    const value = this.stack.at(-1);
    if (value === undefined || value === mark) throw new PickleError('broken', `nothing to keep at byte ${this.at}`);
    this.memo.set(index, value);
  }
  get(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw new PickleError('broken', `nothing kept under ${index}`);
    this.stack.push(value);
  }
  setItems(pairs: readonly unknown[]): void {
    const table = this.top<Map<unknown, unknown>>(Map);
    if (pairs.length % 2 !== 0) throw new PickleError('broken', `a key without a value at byte ${this.at}`);
    for (let i = 0; i < pairs.length; i += 2) table.set(pairs[i], pairs[i + 1]);
  }
  global(module: string, name: string): void {
    const found = this.options.globals.get(`${module} ${name}`);
    if (!found) throw new PickleError('foreign-code', `${module}.${name}`);
    this.stack.push(found);
  }
}

/** A little-endian two's complement integer of up to 16 bytes. */
function longOf(bytes: Uint8Array): number | bigint {
  if (bytes.length > 16) throw new PickleError('too-large', `an integer of ${bytes.length} bytes`);
  let value = 0n;
  bytes.forEach((byte, index) => (value |= BigInt(byte) << BigInt(8 * index)));
  const signed = bytes.length > 0 ? BigInt.asIntN(8 * bytes.length, value) : 0n;
  return signed >= BigInt(Number.MIN_SAFE_INTEGER) && signed <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(signed)
    : signed;
}

function reduce(machine: Machine): void {
  const args = machine.pop();
  const callee = machine.pop();
  const allowed = [...machine.options.globals.values()].find(entry => entry === callee);
  if (!allowed?.call)
    throw new PickleError(
      'foreign-code',
      allowed ? `a call of ${allowed.name}` : 'a call of something that is not on the list',
    );
  if (!Array.isArray(args)) throw new PickleError('broken', `arguments that are no tuple at byte ${machine.at}`);
  machine.stack.push(allowed.call(args));
}

/** BUILD sets attributes. The only one that occurs in a state dict is its `_metadata`, which says nothing about the weights. */
function build(machine: Machine): void {
  const state = machine.pop();
  machine.top(Map);
  if (!(state instanceof Map) || [...state.keys()].some(key => key !== '_metadata')) {
    throw new PickleError('foreign-code', 'attributes of an object');
  }
}

// prettier-ignore
/** Every opcode we know, by its byte. NEWOBJ, INST, OBJ, EXT*, STACK_GLOBAL's relatives and frames of protocol 4 are left out on purpose. */
const opcodes: ReadonlyMap<number, (machine: Machine) => void> = new Map<number, (machine: Machine) => void>([
  [0x28, m => void m.stack.push(mark)],                                                       // (  MARK
  [0x29, m => void m.stack.push([])],                                                         // )  EMPTY_TUPLE
  [0x30, m => void m.pop()],                                                                  // 0  POP
  [0x42, m => void m.stack.push(m.take(m.view.getUint32(m.skip(4), true)).slice())],          // B  BINBYTES
  [0x43, m => void m.stack.push(m.take(m.view.getUint8(m.skip(1))).slice())],                 // C  SHORT_BINBYTES
  [0x47, m => void m.stack.push(m.view.getFloat64(m.skip(8), false))],                        // G  BINFLOAT
  [0x4a, m => void m.stack.push(m.view.getInt32(m.skip(4), true))],                           // J  BININT
  [0x4b, m => void m.stack.push(m.view.getUint8(m.skip(1)))],                                 // K  BININT1
  [0x4d, m => void m.stack.push(m.view.getUint16(m.skip(2), true))],                          // M  BININT2
  [0x4e, m => void m.stack.push(null)],                                                       // N  NONE
  [0x51, m => void m.stack.push(m.options.persistent(m.pop()))],                              // Q  BINPERSID
  [0x52, reduce],                                                                             // R  REDUCE
  [0x54, m => void m.stack.push(m.text(m.view.getUint32(m.skip(4), true)))],                  // T  BINSTRING
  [0x55, m => void m.stack.push(m.text(m.view.getUint8(m.skip(1))))],                         // U  SHORT_BINSTRING
  [0x58, m => void m.stack.push(m.text(m.view.getUint32(m.skip(4), true)))],                  // X  BINUNICODE
  [0x5d, m => void m.stack.push([])],                                                         // ]  EMPTY_LIST
  [0x61, m => { const item = m.pop(); m.top<unknown[]>(Array).push(item); }],                 // a  APPEND
  [0x62, build],                                                                              // b  BUILD
  [0x63, m => m.global(m.line(), m.line())],                                                  // c  GLOBAL
  [0x65, m => { const items = m.popToMark(); for (const item of items) m.top<unknown[]>(Array).push(item); }], // e APPENDS
  [0x68, m => m.get(m.view.getUint8(m.skip(1)))],                                             // h  BINGET
  [0x6a, m => m.get(m.view.getUint32(m.skip(4), true))],                                      // j  LONG_BINGET
  [0x71, m => m.put(m.view.getUint8(m.skip(1)))],                                             // q  BINPUT
  [0x72, m => m.put(m.view.getUint32(m.skip(4), true))],                                      // r  LONG_BINPUT
  [0x73, m => m.setItems(m.popMany(2))],                                                      // s  SETITEM
  [0x74, m => void m.stack.push(m.popToMark())],                                              // t  TUPLE
  [0x75, m => m.setItems(m.popToMark())],                                                     // u  SETITEMS
  [0x7d, m => void m.stack.push(new Map())],                                                  // }  EMPTY_DICT
  [0x80, m => { const version = m.view.getUint8(m.skip(1)); if (version > 3) throw new PickleError('broken', `pickle protocol ${version}`); }], // PROTO
  [0x85, m => void m.stack.push(m.popMany(1))],                                               // TUPLE1
  [0x86, m => void m.stack.push(m.popMany(2))],                                               // TUPLE2
  [0x87, m => void m.stack.push(m.popMany(3))],                                               // TUPLE3
  [0x88, m => void m.stack.push(true)],                                                       // NEWTRUE
  [0x89, m => void m.stack.push(false)],                                                      // NEWFALSE
  [0x8a, m => void m.stack.push(longOf(m.take(m.view.getUint8(m.skip(1)))))],                 // LONG1
]);
const stop = 0x2e;

/** One pickle that begins at `start`; `end` is the byte after its STOP. Throws PickleError. */
export function readPickle(bytes: Uint8Array, start: number, options: PickleOptions): PickleResult {
  const machine = new Machine(bytes, start, options);
  for (let step = 0; step < options.maxSteps; step++) {
    const code = machine.view.getUint8(machine.skip(1));
    if (code === stop) {
      const value = machine.pop();
      if (machine.stack.length > 0) throw new PickleError('broken', 'values are left over at its end');
      return { value, end: machine.at };
    }
    const opcode = opcodes.get(code);
    if (!opcode) throw new PickleError('foreign-code', `instruction 0x${code.toString(16).padStart(2, '0')}`);
    opcode(machine);
  }
  throw new PickleError('too-large', `more than ${options.maxSteps} instructions`);
}
