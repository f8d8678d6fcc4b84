/**
 * Whether the package says where its source is, once that is known: the address in `package.json`
 * must be that of the remote `origin`, if this is a public one. Nothing is made up before.
 */
import { execFileSync } from 'node:child_process';

/**
 * The public address of a repository as git names it; null for a path, a host of the machine or its
 * network, or none.
 *
 * @example
 * publicAddress('git@example.org:me/farfield.git') // 'https://example.org/me/farfield'
 */
export function publicAddress(remote) {
  const text = (remote ?? '').trim();
  const scp = /^(?:[\w.-]+@)([\w.-]+):(?!\/)(.+)$/.exec(text);
  const url = /^(?:https|ssh|git\+ssh|git\+https):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+)$/.exec(
    text,
  );
  const [, host, path] = scp ?? url ?? [];
  if (!host || isPrivate(host)) return null;
  return `https://${host.toLowerCase()}/${path.replace(/\/+$/, '').replace(/\.git$/, '')}`;
}

/** What is wrong with the addresses of a manifest, in words; null if nothing is. */
export function addressProblem(manifest, remote) {
  const expected = publicAddress(remote);
  const { repository, homepage } = manifest;
  const given = publicAddress(typeof repository === 'string' ? repository : repository?.url);
  if (expected === null) {
    if (repository === undefined && homepage === undefined) return null;
    return given === null
      ? 'package.json names a repository or homepage that is no public address'
      : null;
  }
  if (given !== expected) {
    return `origin is ${expected}, package.json names ${given ?? 'no repository'}: npm pkg set repository.type=git repository.url=git+${expected}.git homepage=${expected}#readme`;
  }
  return homepage === undefined
    ? `package.json names no homepage: npm pkg set homepage=${expected}#readme`
    : null;
}

/** The address of the remote `origin` of a checkout; null without one. */
export function originOf(root) {
  try {
    const args = ['-C', root, 'config', '--get', 'remote.origin.url'];
    return execFileSync('git', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/** A name without a dot, or of this machine or network. */
function isPrivate(host) {
  if (!host.includes('.') || /^[\d.]+$/.test(host)) return true;
  return /(^|\.)(localhost|local|internal|lan|home|test|invalid|corp|intranet)$/i.test(host);
}
