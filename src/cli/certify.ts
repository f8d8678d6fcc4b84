import { join } from 'node:path';
import type { Command } from 'commander';
import { readRays } from '../audit/readRays.js';
import { certify } from '../certificate/certificate.js';
import { InputError } from '../errors/inputError.js';
import { type Problem, sentenceOf } from '../errors/problem.js';
import { writeTogether } from '../files/writeTogether.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { type NetworkOptions, readCommandNetwork, withNetworkOptions } from './networkOptions.js';

/** `farfield certify`: a certificate for each ray that can be certified, and why not for others. */
export function certifyCommand(): Command {
  const command = newCommand(
    'certify',
    'Write a certificate for each ray: every germ and piece at infinity, exactly.',
    'certify network.onnx --rays rays.json --out certificates',
  );
  return withNetworkOptions(command)
    .argument('<network>', 'a network: .json, .onnx, .nnet or a TensorFlow.js model.json')
    .requiredOption('--rays <file>', 'a JSON file: [{"origin": […], "direction": […]}, …]')
    .requiredOption('--out <folder>', 'where the certificates go')
    .action(
      async (
        path: string,
        options: CommonOptions & NetworkOptions & { rays: string; out: string },
      ) => {
        const terminal = terminalOf(options);
        const network = await readCommandNetwork(path, options, terminal);
        const rays = await readRays(options.rays, network.inputSize);
        const digits = String(rays.length - 1).length;
        const files: { name: string; text: string }[] = [];
        const problems: Problem[] = [];
        const refused: { ray: number; why: string }[] = [];
        rays.forEach((ray, r) => {
          try {
            const text = `${JSON.stringify(certify(network, ray))}\n`;
            files.push({ name: `ray-${String(r).padStart(digits, '0')}.json`, text });
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
            problems.push(
              ...error.problems.map((one) => ({ ...one, path: `ray ${r}: ${one.path}` })),
            );
            refused.push({ ray: r, why: error.problems.map(sentenceOf).join(' ') });
          }
        });
        if (files.length === 0) throw new InputError('certify', problems);
        await writeTogether(options.out, files);
        const written = files.map(({ name }) => join(options.out, name));
        terminal.result({ certificates: written, refused }, () => [
          ...refused.map(({ ray, why }) => `ray ${ray} is not certified: ${why}`),
          `${written.length} of ${rays.length} certificates written to ${options.out}.`,
          `Check one with: farfield check-certificate ${path} ${written[0]}`,
        ]);
        // What is asked for and cannot be certified is a finding.
        process.exitCode = refused.length > 0 ? 1 : 0;
      },
    );
}
