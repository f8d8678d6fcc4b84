import fc from 'fast-check';
import { expect, test } from 'vitest';
import { certify } from '../src/certificate/certificate.js';
import { checkCertificate } from '../src/certificate/checkCertificate.js';
import { InputError } from '../src/errors/inputError.js';
import { readNetwork } from '../src/network/networkFile.js';
import { holdsAlways } from './runs.js';
import { smoothCase } from './smoothNetworks.js';

test('networks of every layer of the file format: what is certified is right, what is not says why', () => {
  let [asked, certified] = [0, 0];
  holdsAlways(
    fc.property(smoothCase, ({ file, origin, direction }) => {
      fc.pre(direction.some((value) => value !== 0));
      asked += 1;
      const network = readNetwork(file);
      try {
        const certificate = certify(network, { origin, direction });
        expect(checkCertificate(network, JSON.parse(JSON.stringify(certificate)))).toBeNull();
        certified += 1;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        // Only behind norms is something left open.
        expect(error.problems.map(({ code }) => code)).toEqual(['unsupported']);
        expect(JSON.stringify(file)).toMatch(/norm/);
      }
    }),
    0.5,
  );
  expect(certified / asked).toBeGreaterThan(0.98);
});
