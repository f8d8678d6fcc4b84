import type { Command } from 'commander';
import { arithmeticOf } from '../certificate/arithmeticOf.js';
import { checkCertificate } from '../certificate/checkCertificate.js';
import {
  checkVerified,
  TRUSTED_BASE,
  type VerifiedVerdict,
} from '../certificate/verified/checkVerified.js';
import { InputError } from '../errors/inputError.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { checkGuard } from '../guard/check/checkGuard.js';
import type { GuardNumbers } from '../guard/check/guardNumbers.js';
import { GUARD_TRUSTED_BASE, wrongNumbersVerified } from '../guard/check/verifiedGuardNumbers.js';
import { guardCertificateShape } from '../guard/guardShapes.js';
import { onnxOfNetwork } from '../guard/onnxOfNetwork.js';
import { loadModel } from '../readers/loadNetwork.js';
import { problemsOf } from '../schema/shape.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import {
  type NetworkOptions,
  readCommandNetwork,
  readOptionsOf,
  withNetworkOptions,
} from './networkOptions.js';
import type { Terminal } from './terminal.js';

interface CheckOptions extends CommonOptions, NetworkOptions {
  readonly original?: string;
  readonly verified?: boolean;
}

/** A verdict, and in which arithmetic; of the checker that is proved, with what it rests on. */
type Verdict = Pick<VerifiedVerdict, 'accepted' | 'wrong'> & {
  readonly arithmetic: string;
} & Partial<Pick<VerifiedVerdict, 'margin'> & { readonly trusted: readonly string[] }>;

/** `farfield check-certificate`: an independent check of one certificate. */
export function checkCertificateCommand(): Command {
  const command = newCommand(
    'check-certificate',
    'Check a certificate with a separate implementation in exact integers.',
    'check-certificate network.onnx certificates/ray-0.json',
  );
  return withNetworkOptions(command)
    .argument('<network>', 'the network it is about')
    .argument('<certificate>', 'a certificate that farfield certify or guard wrote')
    .option('--original <network>', 'for a certificate of farfield guard: the network it guards')
    .option('--verified', 'use the checker that is proved in Coq, and say what it rests on')
    .action(async (path: string, certificate: string, options: CheckOptions) => {
      const terminal = terminalOf(options);
      const verdict = await verdictOf(path, certificate, options, terminal);
      terminal.result(verdict, () => [
        verdict.accepted
          ? terminal.paint('green', `${certificate} is right: every statement was checked.`)
          : terminal.paint('red', `${certificate} is not right: ${verdict.wrong}.`),
        `Arithmetic: ${verdict.arithmetic}.`,
        ...proofLines(verdict),
      ]);
      process.exitCode = verdict.accepted ? 0 : 1;
    });
}

async function verdictOf(
  path: string,
  certificate: string,
  options: CheckOptions,
  terminal: Terminal,
): Promise<Verdict> {
  const json = await readJsonFile(certificate);
  if (isOfGuard(json, certificate, options)) {
    const [problem] = problemsOf(guardCertificateShape, json, '');
    if (problem)
      return withoutProof(
        `the certificate has not the form of one: ${problem.path} ${problem.rule}`,
        WHOLE,
      );
    const original = await modelBytes(options.original!, options);
    const verdict = withoutProof(checkGuard(await modelBytes(path, {}), original, json), WHOLE);
    if (!options.verified) return verdict;
    const wrong = verdict.wrong ?? wrongNumbersVerified(json as GuardNumbers);
    return { ...withoutProof(wrong, WHOLE), trusted: GUARD_TRUSTED_BASE };
  }
  const network = await readCommandNetwork(path, options, terminal);
  if (!options.verified) {
    return withoutProof(checkCertificate(network, json), arithmeticOf(json));
  }
  return { ...checkVerified(network, json), arithmetic: WHOLE, trusted: TRUSTED_BASE };
}

/** The arithmetic of guards' certificates, and of the checker that is proved. */
const WHOLE = 'whole numbers and exact fractions';

function withoutProof(wrong: string | null, arithmetic: string): Verdict {
  return { accepted: wrong === null, wrong, arithmetic };
}

function proofLines({ margin, trusted }: Verdict): string[] {
  if (!trusted) return [];
  return [
    ...(margin ? [`γ = ${margin.gap}; largest lead of another class ${margin.lead}`] : []),
    'Checked by a function that is proved right in Coq. What has to be trusted beside the proof:',
    ...trusted.map((part) => `  - ${part}`),
  ];
}

/** Whether a certificate is of a guard, which says the original's name too. */
function isOfGuard(json: unknown, file: string, { original }: CheckOptions): boolean {
  const { format } = (json ?? {}) as { format?: unknown };
  const guarded = format === 'farfield-guard-certificate';
  if (guarded === (original !== undefined)) return guarded;
  throw new InputError(file, [
    {
      code: guarded ? 'missing' : 'inconsistent',
      path: '--original',
      rule: guarded
        ? 'is needed: the certificate is about a guarded network'
        : 'goes with a certificate of farfield guard',
      remedy: guarded ? 'give the network that was guarded' : 'leave it out',
    },
  ]);
}

/** The bytes of an ONNX file, or of the one that is written of another network. */
async function modelBytes(path: string, options: NetworkOptions): Promise<Uint8Array> {
  const { network, onnx } = await loadModel(path, readOptionsOf(options));
  return onnx ?? onnxOfNetwork(network).bytes;
}
