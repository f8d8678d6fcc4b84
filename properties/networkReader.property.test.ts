import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../src/errors/inputError.js';
import { arbitraryOf } from '../src/generate/arbitraries.js';
import { readNetwork } from '../src/network/networkFile.js';
import { holdsAlways } from './runs.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string;
  readonly path: string;
}

/** Every place in a JSON value, with its path as the reader writes paths. */
function placesOf(value: Json, path = ''): Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => [
      { holder: value, key: String(i), path: `${path}[${i}]` },
      ...placesOf(item, `${path}[${i}]`),
    ]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const below = path === '' ? key : `${path}.${key}`;
    return [{ holder: value, key, path: below }, ...placesOf(value[key], below)];
  });
}

/** The problems found, or null if the network is accepted. */
function problemsOf(json: unknown): readonly { code: string; path: string }[] | null {
  try {
    readNetwork(json);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).problems;
  }
}

const networks = arbitraryOf.ray().map(({ network }) => network);

describe('readNetwork', () => {
  it('refuses a network in which any one value is null, and names the place', () => {
    holdsAlways(
      fc.property(networks, fc.nat(), (network, choice) => {
        const copy = JSON.parse(JSON.stringify(network)) as Json;
        const places = placesOf(copy);
        const { holder, key, path } = places[choice % places.length];
        (holder as { [key: string]: Json })[key] = null;
        const problems = problemsOf(copy);
        expect(problems).not.toBeNull();
        // The place itself, or a length that no longer fits.
        expect(problems!.map((problem) => problem.path)).toContain(path);
      }),
      2,
    );
  });

  it('refuses a network from which any one value is taken out', () => {
    holdsAlways(
      fc.property(networks, fc.nat(), (network, choice) => {
        const copy = JSON.parse(JSON.stringify(network)) as Json;
        // A layer less, or a member of a group less, may still be a network.
        const places = placesOf(copy).filter(
          ({ path }) => !/layers\[\d+\]$|groups\[\d+\](\[\d+\])?$/.test(path),
        );
        const { holder, key } = places[choice % places.length];
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        expect(problemsOf(copy)).not.toBeNull();
      }),
      2,
    );
  });

  it('accepts or refuses, but never breaks on, a network with anything anywhere', () => {
    holdsAlways(
      fc.property(networks, fc.nat(), fc.jsonValue(), (network, choice, anything) => {
        const copy = JSON.parse(JSON.stringify(network)) as Json;
        const places = placesOf(copy);
        const { holder, key } = places[choice % places.length];
        (holder as { [key: string]: Json })[key] = anything as Json;
        const problems = problemsOf(copy);
        if (problems) for (const { path } of problems) expect(path).not.toBe('');
      }),
      2,
    );
    holdsAlways(
      fc.property(fc.jsonValue(), (json) => {
        expect(problemsOf(json)).not.toBeNull();
      }),
    );
  });

  it('finds as many problems as were planted', () => {
    holdsAlways(
      fc.property(networks, fc.infiniteStream(fc.nat(99)), (network, percents) => {
        const copy = JSON.parse(JSON.stringify(network)) as Json;
        const numbers = placesOf(copy).filter(
          ({ path, holder, key }) =>
            /weights\[\d+\]\[\d+\]$|bias\[\d+\]$|slope$/.test(path) &&
            typeof (holder as { [key: string]: Json })[key] === 'number',
        );
        const planted = numbers.filter(() => percents.next().value < 20).slice(0, 40);
        for (const { holder, key } of planted) (holder as { [key: string]: Json })[key] = '7';
        const found = problemsOf(copy) ?? [];
        expect(found.map(({ path }) => path).sort()).toEqual(
          planted.map(({ path }) => path).sort(),
        );
        for (const { code } of found) expect(code).toBe('not_a_number');
      }),
    );
  });
});
