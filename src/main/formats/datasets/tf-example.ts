// tf.train.Example: named lists of bytes, floats or whole numbers, as a protocol-buffer message.
import { Message, ProtobufError, type Field } from '../models/protobuf-reader.ts';

export type Feature =
  | { readonly kind: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly kind: 'floats'; readonly values: ArrayLike<number> }
  | { readonly kind: 'integers'; readonly values: readonly number[] };

const mostFeatures = 1_000;
const mostValues = 1_000_000;
const mostNameBytes = 1_000;

/** The features by name, as views of the record. @throws ProtobufError for what is no Example */
export function readExample(record: Uint8Array): ReadonlyMap<string, Feature> {
  const features = new Map<string, Feature>();
  for (const example of fieldsOf(new Message(record), 1)) {
    for (const entry of fieldsOf(example.message(), 1)) {
      let name = '';
      let feature: Feature | null = null;
      for (const part of entry.message().fields()) {
        if (part.number === 1) name = part.text(mostNameBytes);
        else if (part.number === 2) feature = featureOf(part.message());
      }
      if (feature !== null && features.size < mostFeatures) features.set(name, feature);
    }
  }
  return features;
}

function* fieldsOf(message: Message, number: number): Generator<Field> {
  for (const field of message.fields()) if (field.number === number) yield field;
}

function featureOf(message: Message): Feature | null {
  let feature: Feature | null = null;
  for (const list of message.fields()) {
    const fields = fieldsOf(list.message(), 1);
    if (list.number === 1) feature = { kind: 'bytes', values: gathered(fields, field => [field.bytes()]) };
    else if (list.number === 2) feature = { kind: 'floats', values: gathered(fields, floatsIn) };
    else if (list.number === 3)
      feature = { kind: 'integers', values: gathered(fields, field => field.integers(mostValues).map(Number)) };
  }
  return feature;
}

/** Values may be packed into one field, as TensorFlow writes numbers, or come one by one. */
function gathered<Value>(fields: Iterable<Field>, read: (field: Field) => readonly Value[]): Value[] {
  const values: Value[] = [];
  for (const field of fields) {
    for (const value of read(field)) values.push(value);
    if (values.length > mostValues) throw new ProtobufError('too-large', `more than ${mostValues} values`);
  }
  return values;
}

function floatsIn(field: Field): readonly number[] {
  const bytes = field.fixed(4);
  if (bytes.byteLength > 4 * mostValues) throw new ProtobufError('too-large', `more than ${mostValues} values`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 4 }, (_, place) => view.getFloat32(4 * place, true));
}

const utf8 = new TextEncoder();

/** The message of an Example; features in the order of the map. */
export function writeExample(features: ReadonlyMap<string, Feature>): Uint8Array {
  const entries = [...features].map(([name, feature]) =>
    delimited(1, [delimited(1, [utf8.encode(name)]), delimited(2, [listOf(feature)])]),
  );
  return delimited(1, entries);
}

function listOf(feature: Feature): Uint8Array {
  switch (feature.kind) {
    case 'bytes':
      return delimited(
        1,
        feature.values.map(value => delimited(1, [value])),
      );
    case 'floats': {
      const packed = Buffer.alloc(4 * feature.values.length);
      for (let place = 0; place < feature.values.length; place++)
        packed.writeFloatLE(feature.values[place]!, 4 * place);
      return delimited(2, feature.values.length === 0 ? [] : [delimited(1, [packed])]);
    }
    case 'integers':
      return delimited(3, feature.values.length === 0 ? [] : [delimited(1, feature.values.map(varint))]);
  }
}

/** A field of bytes: its number, the length, the parts one after another. */
function delimited(field: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return Buffer.concat([varint((field << 3) | 2), varint(length), ...parts]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.of(...bytes, rest);
}
