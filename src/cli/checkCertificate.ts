import type { Command } from 'commander';
import { checkCertificate } from '../certificate/checkCertificate.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { type NetworkOptions, readCommandNetwork, withNetworkOptions } from './networkOptions.js';

/** `farfield check-certificate`: an independent check of one certificate. */
export function checkCertificateCommand(): Command {
  const command = newCommand(
    'check-certificate',
    'Check a certificate with a separate implementation in exact integers.',
    'check-certificate network.onnx certificates/ray-0.json',
  );
  return withNetworkOptions(command)
    .argument('<network>', 'the network it is about')
    .argument('<certificate>', 'a certificate that farfield certify wrote')
    .action(async (path: string, certificate: string, options: CommonOptions & NetworkOptions) => {
      const terminal = terminalOf(options);
      const network = await readCommandNetwork(path, options, terminal);
      const wrong = checkCertificate(network, await readJsonFile(certificate));
      terminal.result({ accepted: wrong === null, wrong }, () => [
        wrong === null
          ? terminal.paint('green', `${certificate} is right: every statement was checked.`)
          : terminal.paint('red', `${certificate} is not right: ${wrong}.`),
      ]);
      process.exitCode = wrong === null ? 0 : 1;
    });
}
