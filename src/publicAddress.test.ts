import { describe, expect, it } from 'vitest';
import { addressProblem, publicAddress } from '../scripts/publicAddress.mjs';

const ADDRESS = 'https://code.example.org/me/farfield';

describe('the address of the source', () => {
  it.each([
    ['git@code.example.org:me/farfield.git', ADDRESS],
    ['ssh://git@code.example.org:2222/me/farfield.git', ADDRESS],
    ['https://someone:word@Code.example.org/me/farfield/', ADDRESS],
    ['git+https://code.example.org/me/farfield.git', ADDRESS],
    ['/srv/git/farfield', null],
    ['../farfield.git', null],
    ['file:///srv/git/farfield', null],
    ['https://localhost/me/farfield', null],
    ['https://192.168.1.4/me/farfield', null],
    ['git@forge.internal:me/farfield.git', null],
    ['git@forge:me/farfield.git', null],
    [null, null],
  ])('%s is %s', (remote, address) => {
    expect(publicAddress(remote)).toBe(address);
  });

  it('is named by the package once it is public, and by nothing before', () => {
    const named = { repository: { url: `git+${ADDRESS}.git` }, homepage: `${ADDRESS}#readme` };
    const remote = 'git@code.example.org:me/farfield.git';
    expect(addressProblem({}, null)).toBe(null);
    expect(addressProblem({}, '/srv/git/farfield')).toBe(null);
    expect(addressProblem({}, remote)).toContain(`repository.url=git+${ADDRESS}.git`);
    expect(addressProblem(named, remote)).toBe(null);
    expect(addressProblem(named, null)).toBe(null);
    expect(addressProblem({ repository: named.repository }, remote)).toContain('homepage');
    expect(addressProblem(named, 'https://code.example.org/you/farfield')).toContain('/you/');
    expect(addressProblem({ homepage: 'http://localhost/' }, null)).toContain('no public address');
  });
});
