import type { Network } from '../network/network.js';
import { CertifiedVector } from './certifiedVector.js';
import { CommonStart } from './commonStart.js';

/** Vectors for every value of a network, and those each affine operation reads. */
export interface GermWorkspace {
  readonly intercepts: CertifiedVector[];
  readonly slopes: CertifiedVector[];
  readonly operands: { a: CertifiedVector[]; b: CertifiedVector[] }[];
  /** What rays from one point have in common. */
  readonly start: CommonStart;
}

const workspaces = new WeakMap<Network, GermWorkspace>();

/** The workspace of a network, made once: on small networks making arrays would dominate. */
export function workspaceOf(network: Network): GermWorkspace {
  const known = workspaces.get(network);
  if (known) return known;
  const make = () => [
    new CertifiedVector(network.inputSize),
    ...network.nodes.map(({ operation }) => new CertifiedVector(operation.size)),
  ];
  const [intercepts, slopes] = [make(), make()];
  const operands = network.nodes.map(({ inputs }) => ({
    a: inputs.map((v) => intercepts[v]),
    b: inputs.map((v) => slopes[v]),
  }));
  const workspace = { intercepts, slopes, operands, start: new CommonStart(network) };
  workspaces.set(network, workspace);
  return workspace;
}
