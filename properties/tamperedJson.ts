/** Every way to change one leaf of a JSON value, with where it is. */
export function* tampered(value: unknown, path: string): Generator<[string, unknown]> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      for (const [where, changed] of tampered(value[i], `${path}[${i}]`)) {
        yield [where, value.with(i, changed)];
      }
    }
    yield [`${path} longer`, [...value, value[0] ?? 0]];
    if (value.length > 0) yield [`${path} shorter`, value.slice(1)];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      for (const [where, changed] of tampered(inner, `${path}.${key}`)) {
        yield [where, { ...value, [key]: changed }];
      }
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield [`${path} without ${key}`, rest];
    }
    yield [`${path} with more`, { ...value, extra: 1 }];
  } else if (typeof value === 'string') {
    yield [path, `${value}x`];
    const fraction = /^(-?\d+)\/(\d+)$/.exec(value);
    if (fraction) {
      yield [`${path} larger`, `${BigInt(fraction[1]) + BigInt(fraction[2])}/${fraction[2]}`];
      yield [`${path} not reduced`, `${BigInt(fraction[1]) * 2n}/${BigInt(fraction[2]) * 2n}`];
      yield [`${path} as a number`, Number(fraction[1]) / Number(fraction[2])];
    }
  } else if (typeof value === 'number') {
    yield [path, value + 1];
    yield [`${path} as text`, String(value)];
  } else if (typeof value === 'boolean') {
    yield [path, !value];
  } else {
    yield [path, [0]];
  }
}
