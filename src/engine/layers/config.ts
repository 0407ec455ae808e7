// Reads a layer's Keras config value by value; what is missing, of the wrong type or out of range names the layer and what was expected.
import { AppError } from '../../shared/errors.ts';
import type { Initializer } from './layer.ts';

export class LayerConfig {
  readonly layer: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(layer: string, values: Readonly<Record<string, unknown>>) {
    this.layer = layer;
    this.#values = values;
  }

  /** The error for this layer: what was expected of it and what came. */
  invalid(expected: string, received: unknown): AppError {
    return modelInvalid(this.layer, expected, received);
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  raw(key: string): unknown {
    return this.#values[key];
  }

  /** A finite number; the default stands for a missing or null value. */
  number(key: string, fallback?: number, min = -Infinity): number {
    const value = this.has(key) ? this.#values[key] : fallback;
    if (typeof value === 'number' && Number.isFinite(value) && value >= min) return value;
    throw this.invalid(`${key}: a number${min === -Infinity ? '' : ` of at least ${min}`}`, value);
  }

  /** A whole number of at least 1, at most 65536. */
  count(key: string, fallback?: number): number {
    const value = this.has(key) ? this.#values[key] : fallback;
    if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65536) return value as number;
    throw this.invalid(`${key}: a whole number from 1 to 65536`, value);
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.#values[key] ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.invalid(`${key}: true or false`, value);
  }

  choice<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
    const value = this.#values[key] ?? fallback;
    const found = allowed.find(name => name === value);
    if (found !== undefined) return found;
    throw this.invalid(`${key}: ${allowed.join(' or ')}`, value);
  }

  /** Height and width: one whole number for both or a pair. */
  pair(key: string, fallback?: readonly [number, number]): readonly [number, number] {
    const value = this.has(key) ? this.#values[key] : fallback;
    const both: unknown = typeof value === 'number' ? [value, value] : value;
    if (
      Array.isArray(both) &&
      both.length === 2 &&
      both.every(size => Number.isInteger(size) && size >= 1 && size <= 65536)
    ) {
      return [both[0], both[1]];
    }
    throw this.invalid(`${key}: one or two whole numbers of at least 1`, value);
  }

  /** Rows and columns on each side, as Keras gives padding and cropping: n, [h, w] or [[top, bottom], [left, right]]. */
  sides(key: string): { readonly before: readonly [number, number]; readonly after: readonly [number, number] } {
    const value = this.#values[key];
    const perAxis = typeof value === 'number' ? [value, value] : value;
    const both = Array.isArray(perAxis)
      ? perAxis.map((side: unknown) => (typeof side === 'number' ? [side, side] : side))
      : [];
    const isValid = (side: unknown): side is [number, number] =>
      Array.isArray(side) && side.length === 2 && side.every(count => Number.isInteger(count) && count >= 0);
    const [rows, columns] = both;
    if (both.length === 2 && isValid(rows) && isValid(columns))
      return { before: [rows[0], columns[0]], after: [rows[1], columns[1]] };
    throw this.invalid(`${key}: rows and columns to add or cut on each side`, value);
  }

  /** A list of numbers, or one number as a list of one. */
  numbers(key: string): readonly number[] {
    const value = this.#values[key];
    const list: unknown[] = Array.isArray(value) ? value.flat(Infinity) : [value];
    if (list.length > 0 && list.every(item => typeof item === 'number' && Number.isFinite(item)))
      return list as number[];
    throw this.invalid(`${key}: numbers`, value);
  }

  /** The name of a function: a string, or Keras' serialised form of one. */
  functionName(key: string, fallback: string): string {
    const value = this.#values[key] ?? fallback;
    if (typeof value === 'string') return value;
    const { config, class_name: className } = Object(value) as Record<string, unknown>;
    if (typeof config === 'string') return config;
    if (typeof className === 'string' && className !== 'function') return className.toLowerCase();
    throw this.invalid(`${key}: the name of a function`, value);
  }

  initializer(key: string, fallback: string): Initializer {
    const value = this.#values[key];
    if (value === undefined || value === null) return { className: fallback, config: {} };
    if (typeof value === 'string') return { className: value, config: {} };
    const { class_name: className, config } = Object(value) as Record<string, unknown>;
    if (typeof className !== 'string') throw this.invalid(`${key}: an initializer`, value);
    return { className, config: Object(config) as Record<string, unknown> };
  }

  /** Only channels last is Keras' order here; other settings of these names are refused rather than ignored. */
  /** `axis`, a number or a list of one, is the last of so many. */
  requireLastAxis(rank: number): void {
    const axis = this.has('axis') ? this.numbers('axis') : [-1];
    if (axis.length !== 1 || (axis[0] !== -1 && axis[0] !== rank - 1)) throw this.invalid('axis: the last one', axis);
  }

  requireChannelsLast(): void {
    this.choice('data_format', ['channels_last'], 'channels_last');
  }
}

/** The graph of a model cannot be computed. Whoever reads it from a file adds the `file`. */
export function modelInvalid(layer: string, expected: string, received: unknown): AppError {
  const text = typeof received === 'string' ? received : (JSON.stringify(received) ?? 'nothing');
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const detail = `${layer}: expected ${expected}, received ${short}`;
  return new AppError('model-invalid', { reason: 'graph-wrong', detail, layer, expected, received: short });
}
