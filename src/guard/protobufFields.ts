/** One field of a protobuf message as it stands in the bytes. */
export interface Field {
  readonly number: number;
  /** 2 for texts, bytes and messages. */
  readonly wire: number;
  /** The field with its key. */
  readonly whole: Uint8Array;
  /** What follows key and length. */
  readonly value: Uint8Array;
}

/**
 * The fields of a message, in order, without what they mean: so a file can be changed in one place
 * and stay what it is in all others, fields unknown here included.
 *
 * @throws RangeError if the bytes are no message
 *
 * Source: Protocol Buffers, Encoding.
 */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const key = readVarint(bytes, at);
    const wire = key.value & 7;
    let valueStart = key.next;
    let end: number;
    if (wire === 0) end = readVarint(bytes, valueStart).next;
    else if (wire === 1) end = valueStart + 8;
    else if (wire === 5) end = valueStart + 4;
    else if (wire === 2) {
      const length = readVarint(bytes, valueStart);
      valueStart = length.next;
      end = valueStart + length.value;
    } else throw new RangeError(`protobuf: wire type ${wire}`);
    if (end > bytes.length) throw new RangeError('protobuf: a field ends after its message');
    fields.push({
      number: Math.floor(key.value / 8),
      wire,
      whole: bytes.subarray(start, end),
      value: bytes.subarray(valueStart, end),
    });
    at = end;
  }
  return fields;
}

/** A field of texts, bytes or a message. */
export function lengthDelimited(number: number, value: Uint8Array): Uint8Array {
  return joined([varint(number * 8 + 2), varint(value.length), value]);
}

/** Bytes one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The text a field holds. */
export function textOf({ value }: Field): string {
  return new TextDecoder().decode(value);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let k = 0; k < 10; k++) {
    const byte = bytes[at + k];
    if (byte === undefined) break;
    value += (byte & 127) * 2 ** (7 * k);
    if (byte < 128) return { value, next: at + k + 1 };
  }
  throw new RangeError('protobuf: a number that does not end');
}
