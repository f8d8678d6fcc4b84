import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certify } from '../src/certificate/certificate.js';
import { checkCertificate } from '../src/certificate/checkCertificate.js';
import { checkVerified } from '../src/certificate/verified/checkVerified.js';
import { rayCase } from '../src/generate/rayCase.js';
import { readNetwork } from '../src/network/networkFile.js';
import { mixedDouble } from './doubles.js';
import { type NetworkAndRay, networkAndRay } from './networks.js';
import { holdsAlways, RUNS } from './runs.js';
import { tampered } from './tamperedJson.js';
import { testTrainedModels } from './trainedModels.js';

/**
 * Both checkers accept a certificate, and say the same of some that differ from it in one leaf.
 * Nearly all of these are wrong: an input that no weight reads may be changed.
 */
function agree({ network: file, origin, direction }: NetworkAndRay, draws: number[]): void {
  const network = readNetwork(file);
  const certificate = JSON.parse(JSON.stringify(certify(network, { origin, direction })));
  expect(checkCertificate(network, certificate)).toBeNull();
  expect(checkVerified(network, certificate)).toMatchObject({ accepted: true });
  const wrong = [...tampered(certificate, 'certificate')];
  for (const draw of draws) {
    const [where, changed] = wrong[draw % wrong.length];
    const { accepted } = checkVerified(network, changed);
    expect(accepted, where).toBe(checkCertificate(network, changed) === null);
  }
}

describe('both checkers of certificates say the same', () => {
  const draws = fc.array(fc.nat(), { minLength: 10, maxLength: 10 });

  it('of generated rays: ties, dead units, boundaries, extreme magnitudes', () => {
    holdsAlways(fc.property(rayCase(), draws, agree), 0.5);
  });

  it('of networks whose rows and columns cancel', () => {
    holdsAlways(fc.property(networkAndRay(mixedDouble()), draws, agree), 0.5);
  });

  it('of certificates with the ray of another', () => {
    const counts = { accepted: 0, refused: 0 };
    holdsAlways(
      fc.property(
        rayCase(),
        fc.nat(),
        fc.double({ noNaN: true }),
        ({ network: file, ...ray }, at, x) => {
          const network = readNetwork(file);
          const d = at % ray.origin.length;
          const moved = { ...certify(network, ray), origin: ray.origin.with(d, x) };
          const { accepted } = checkVerified(network, moved);
          expect(accepted).toBe(checkCertificate(network, moved) === null);
          counts[accepted ? 'accepted' : 'refused']++;
        },
      ),
    );
    expect(counts.refused).toBeGreaterThan(RUNS / 2);
  });
});

describe('the verified checker, on trained networks', () => {
  testTrainedModels('has a certificate that is accepted, in under 20 s', async (_, load) => {
    const network = await load();
    const origin = Array.from({ length: network.inputSize }, (__, i) => ((i * 37) % 256) / 255);
    const direction = origin.map((x, i) => x + (((i * 91) % 17) + 1) / 16);
    const certificate = certify(network, { origin, direction });
    const before = process.cpuUsage();
    expect(checkVerified(network, certificate)).toMatchObject({ accepted: true, wrong: null });
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(20e6);
  });
});
