// Reads the header of a .npy file: a Python dictionary with three known keys, taken apart as a literal and never evaluated.

export type NpyHeader = {
  /** NumPy's type string, `<f4`; null where it is a record of several fields. */
  readonly description: string | null;
  readonly isFortranOrder: boolean;
  readonly shape: readonly bigint[];
};

// Each value as NumPy writes it; Python 2 wrote whole numbers with an L behind them. Where two runs of spaces may meet they are
// short ones: NumPy writes one space, and a pattern that may cut thousands in two anywhere takes minutes to fail.
const key = /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*/y;
const text = /(['"])([^'"\\]{0,100})\1/y;
const truth = /True|False/y;
const tuple = /\(\s{0,4}((?:\d{1,20}L?\s{0,4},\s{0,4})*)(\d{1,20}L?)?\s{0,4}\)/y;
const comma = /\s*,/y;
const open = /\s*\{/y;
const close = /\s*\}\s*$/y;

/** Null where the text is anything but such a dictionary. */
export function parseNpyHeader(header: string): NpyHeader | null {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found) at += found[0].length;
    return found;
  };
  const values = new Map<string, string>();
  if (!take(open)) return null;
  for (let found = take(key); found; found = take(key)) {
    const name = found[2]!;
    if (values.has(name)) return null;
    // A type of several fields is a list; what follows it is not looked at, because it is refused.
    if (name === 'descr' && header[at] === '[') return { description: null, isFortranOrder: false, shape: [] };
    const value = take(name === 'descr' ? text : name === 'shape' ? tuple : truth);
    if (!value || (name === 'shape' && !isTuple(value))) return null;
    values.set(name, name === 'descr' ? value[2]! : value[0]);
    if (!take(comma)) break;
  }
  if (!take(close) || values.size !== 3) return null;
  return {
    description: values.get('descr')!,
    isFortranOrder: values.get('fortran_order') === 'True',
    shape: [...values.get('shape')!.matchAll(/\d+/g)].map(([digits]) => BigInt(digits)),
  };
}

/** `(3)` is a number to Python, not a tuple. */
const isTuple = ([, items, last]: RegExpExecArray): boolean => items !== '' || last === undefined;
