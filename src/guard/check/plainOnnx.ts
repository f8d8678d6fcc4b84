/** A node as its bytes say. Written for the checker alone: nothing here is shared with what writes. */
export interface PlainNode {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The bytes of each attribute, by name. */
  readonly attributes: ReadonlyMap<string, Uint8Array>;
}

/** A graph as its bytes say. */
export interface PlainGraph {
  readonly nodes: readonly PlainNode[];
  /** Bytes of each initialiser, by name. */
  readonly initializers: ReadonlyMap<string, Uint8Array>;
  readonly inputs: ReadonlyMap<string, Uint8Array>;
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  /** Version of ONNX's own operator set; null if none is imported. */
  readonly opset: number | null;
}

/** The number of a Constant node's entries, their bits, and its shape. */
export interface PlainTensor {
  readonly type: number;
  readonly shape: readonly number[];
  readonly raw: Uint8Array;
}

type Part = readonly [field: number, value: Uint8Array | bigint];

/** @throws RangeError if the bytes are no message */
function* parts(bytes: Uint8Array): Generator<Part> {
  let at = 0;
  const number = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) break;
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError('a number that does not end');
  };
  while (at < bytes.length) {
    const key = Number(number());
    const kind = key % 8;
    const field = Math.floor(key / 8);
    if (kind === 0) {
      yield [field, BigInt.asIntN(64, number())];
      continue;
    }
    const size = kind === 2 ? Number(number()) : kind === 5 ? 4 : kind === 1 ? 8 : -1;
    if (size < 0 || at + size > bytes.length) throw new RangeError('a field that does not end');
    yield [field, bytes.subarray(at, at + size)];
    at += size;
  }
}

const text = (value: Uint8Array | bigint) =>
  typeof value === 'bigint' ? String(value) : new TextDecoder().decode(value);

const block = (value: Uint8Array | bigint) => {
  if (typeof value === 'bigint') throw new RangeError('a number where a message belongs');
  return value;
};

/**
 * The graph of an ONNX file.
 *
 * @throws RangeError if the bytes are none
 */
export function plainGraph(bytes: Uint8Array): PlainGraph {
  const nodes: PlainNode[] = [];
  const named = { 5: new Map<string, Uint8Array>(), 11: new Map(), 12: new Map() };
  let opset: number | null = null;
  for (const [field, value] of parts(bytes)) {
    if (field === 8) {
      let domain = '';
      let version = 0;
      for (const [of, inner] of parts(block(value))) {
        if (of === 1) domain = text(inner);
        if (of === 2) version = Number(inner);
      }
      if (domain === '' || domain === 'ai.onnx') opset = version;
    }
    if (field !== 7) continue;
    for (const [of, inner] of parts(block(value))) {
      if (of === 1) nodes.push(plainNode(block(inner)));
      if (of !== 5 && of !== 11 && of !== 12) continue;
      const nameField = of === 5 ? 8 : 1;
      for (const [at, name] of parts(block(inner))) {
        if (at === nameField) named[of].set(text(name), block(inner));
      }
    }
  }
  return { nodes, initializers: named[5], inputs: named[11], outputs: named[12], opset };
}

function plainNode(bytes: Uint8Array): PlainNode {
  const node = { operator: '', domain: '', inputs: [] as string[], outputs: [] as string[] };
  const attributes = new Map<string, Uint8Array>();
  for (const [field, value] of parts(bytes)) {
    if (field === 1) node.inputs.push(text(value));
    if (field === 2) node.outputs.push(text(value));
    if (field === 4) node.operator = text(value);
    if (field === 7) node.domain = text(value);
    if (field !== 5) continue;
    for (const [of, name] of parts(block(value))) {
      if (of === 1) attributes.set(text(name), block(value));
    }
  }
  return { ...node, attributes };
}

/** The bits of an attribute that is a float32; null if it has none. */
export function floatBitsOf(node: PlainNode, name: string): number | null {
  for (const [field, value] of parts(node.attributes.get(name) ?? new Uint8Array())) {
    if (field !== 2) continue;
    const bytes = block(value);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  }
  return null;
}

/** The whole number of an attribute; null if it has none. */
export function integerOf(node: PlainNode, name: string): number | null {
  for (const [field, value] of parts(node.attributes.get(name) ?? new Uint8Array())) {
    if (field === 3) return Number(value);
  }
  return null;
}

/** The tensor of a Constant node; null if it has none with data of its own. */
export function tensorOf(node: PlainNode): PlainTensor | null {
  for (const [field, value] of parts(node.attributes.get('value') ?? new Uint8Array())) {
    if (field === 5) return tensorOfBytes(block(value));
  }
  return null;
}

/** The tensor that an initialiser or a constant's value is; null if it has no data of its own. */
export function tensorOfBytes(bytes: Uint8Array): PlainTensor | null {
  let type = 0;
  const shape: number[] = [];
  let raw: Uint8Array | null = null;
  const floats: Uint8Array[] = [];
  for (const [of, inner] of parts(bytes)) {
    if (of === 1 && typeof inner === 'bigint') shape.push(Number(inner));
    // Repeated numbers may be packed.
    if (of === 1 && typeof inner !== 'bigint') shape.push(...packed(inner));
    if (of === 2) type = Number(inner);
    if (of === 4) floats.push(block(inner));
    if (of === 9) raw = block(inner);
  }
  if (raw === null && floats.length > 0) {
    raw = new Uint8Array(floats.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const some of floats) {
      raw.set(some, at);
      at += some.length;
    }
  }
  return raw && { type, shape, raw };
}

function packed(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    numbers.push(value);
    [value, scale] = [0, 1];
  }
  return numbers;
}
