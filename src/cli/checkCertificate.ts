import type { Command } from 'commander';
import { checkCertificate } from '../certificate/checkCertificate.js';
import { InputError } from '../errors/inputError.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { checkGuard } from '../guard/check/checkGuard.js';
import { onnxOfNetwork } from '../guard/onnxOfNetwork.js';
import { loadModel } from '../readers/loadNetwork.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import {
  type NetworkOptions,
  readCommandNetwork,
  readOptionsOf,
  withNetworkOptions,
} from './networkOptions.js';

interface CheckOptions extends CommonOptions, NetworkOptions {
  readonly original?: string;
}

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
    .action(async (path: string, certificate: string, options: CheckOptions) => {
      const terminal = terminalOf(options);
      const json = await readJsonFile(certificate);
      const wrong = isOfGuard(json, certificate, options)
        ? checkGuard(await modelBytes(path, {}), await modelBytes(options.original!, options), json)
        : checkCertificate(await readCommandNetwork(path, options, terminal), json);
      terminal.result({ accepted: wrong === null, wrong }, () => [
        wrong === null
          ? terminal.paint('green', `${certificate} is right: every statement was checked.`)
          : terminal.paint('red', `${certificate} is not right: ${wrong}.`),
      ]);
      process.exitCode = wrong === null ? 0 : 1;
    });
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
