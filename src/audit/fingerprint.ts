/**
 * SHA-256 of a value, in hexadecimal: the same for values with the same contents, whatever the order
 * of the fields of their objects. Functions count by nothing, `#private` fields neither (there
 * objects keep what they were asked before), typed arrays by their bytes, and an object that is
 * met again by where it was met first.
 *
 * @example
 * await fingerprint({ weights: Float64Array.of(1) }) === await fingerprint({ weights: Float64Array.of(1) });
 */
export async function fingerprint(value: unknown): Promise<string> {
  const met = new Map<object, number>();
  const write = async (part: unknown): Promise<string> => {
    if (typeof part === 'bigint') return `${part}n`;
    if (typeof part === 'number') return Object.is(part, -0) ? '-0' : String(part);
    if (typeof part !== 'object' || part === null) {
      return typeof part === 'function' ? 'function' : (JSON.stringify(part) ?? 'undefined');
    }
    const before = met.get(part);
    if (before !== undefined) return `#${before}`;
    met.set(part, met.size);
    if (ArrayBuffer.isView(part)) {
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      return `${part.constructor.name}:${await digest(bytes)}`;
    }
    const entries: readonly (readonly [string, unknown])[] =
      part instanceof Map || part instanceof Set
        ? Object.entries([...part])
        : Array.isArray(part)
          ? Object.entries(part)
          : Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
    const inner: string[] = [];
    for (const [key, of] of entries) inner.push(`${JSON.stringify(key)}:${await write(of)}`);
    return `${part.constructor?.name ?? ''}{${inner.join()}}`;
  };
  return digest(new TextEncoder().encode(await write(value)));
}

async function digest(bytes: Uint8Array): Promise<string> {
  // What threads share cannot be digested as it is.
  const own = bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
  const hash = await crypto.subtle.digest('SHA-256', own as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
