import type { Command } from 'commander';

/** A command as help lists it, and how to load the rest of it. */
export interface CommandEntry {
  readonly name: string;
  /** Its options and arguments, in short. */
  readonly usage: string;
  readonly description: string;
  /** @param whole - makes the command line with all its commands */
  load(whole: () => Promise<Command>): Promise<Command>;
}

/**
 * Every command, in the order of help. A command is loaded when it is asked for: the catalogue of
 * claims, the detectors and the reports are hundreds of modules, and most commands need few of them.
 */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'verify',
    usage: '[options]',
    description:
      "Check every claim, as printed and as repaired, and write the evidence; with --with-data run the papers' experiments too.",
    load: async () => (await import('./verify.js')).verifyCommand(),
  },
  {
    name: 'merge',
    usage: '[options] <folders...>',
    description: 'Join what shards of verify or audit wrote into one, as if run at once.',
    load: async () => (await import('./merge.js')).mergeCommand(),
  },
  {
    name: 'refute',
    usage: '[options] <claim>',
    description:
      'Search from scratch for a counterexample to a claim as printed, shrink it, verify it exactly.',
    load: async () => (await import('./refute.js')).refuteCommand(),
  },
  {
    name: 'replay',
    usage: '[options] <evidence> <claim>',
    description: 'Decide a recorded counterexample again, from its recorded values alone.',
    load: async () => (await import('./replay.js')).replayCommand(),
  },
  {
    name: 'list',
    usage: '[options] [what]',
    description:
      'List the claims and what is expected of each, the detectors, or the policies of audits.',
    load: async () => (await import('./list.js')).listCommand(),
  },
  {
    name: 'explain',
    usage: '[options] <claim>',
    description: 'Explain one claim: statement, source, expected verdict, proof.',
    load: async () => (await import('./explain.js')).explainCommand(),
  },
  {
    name: 'tail',
    usage: '[options] <network>',
    description: 'What a network does at infinity along a ray, exactly.',
    load: async () => (await import('./tail.js')).tailCommand(),
  },
  {
    name: 'audit',
    usage: '[options] [network]',
    description:
      'Find out which features drive a network to certainty far from its data, from which scale on, and whether a detector in front of it would notice.',
    load: async () => (await import('./audit.js')).auditCommand(),
  },
  {
    name: 'explore',
    usage: '[options] [network]',
    description:
      'Write a page in which a network is audited and one feature is moved out, live; nothing leaves the machine.',
    load: async () => (await import('./explore.js')).exploreCommand(),
  },
  {
    name: 'certify',
    usage: '[options] <network>',
    description: 'Write a certificate for each ray: every germ and piece at infinity, exactly.',
    load: async () => (await import('./certify.js')).certifyCommand(),
  },
  {
    name: 'check-certificate',
    usage: '[options] <network> <certificate>',
    description: 'Check a certificate with a separate implementation in exact integers.',
    load: async () => (await import('./checkCertificate.js')).checkCertificateCommand(),
  },
  {
    name: 'guard',
    usage: '[options] <network>',
    description:
      'Write the same classifier, never certain far from its data, as an ONNX file with a certificate.',
    load: async () => (await import('./guard.js')).guardCommand(),
  },
  {
    name: 'detect',
    usage: '[options]',
    description:
      'Put a detector of your own, in any language, under the detector laws, and see what it does far away.',
    load: async () => (await import('./detect.js')).detectCommand(),
  },
  {
    name: 'adapter',
    usage: '[options] <language>',
    description:
      'Print a file that puts a detector in another language under the laws of `farfield detect`.',
    load: async () => (await import('./adapter.js')).adapterCommand(),
  },
  {
    name: 'experiment',
    usage: '[options] <name>',
    description: "Run one of the papers' experiments and write tables and figures.",
    load: async () => (await import('./experiment.js')).experimentCommand(),
  },
  {
    name: 'data',
    usage: '[options] [command]',
    description: 'Fetch data sets.',
    load: async () => (await import('./data.js')).dataCommand(),
  },
  {
    name: 'bench',
    usage: '[options] [name]',
    description:
      'Measure what things cost, in processor time: as ratios to two naive dense passes, a plain loop in JavaScript, measured in turn.',
    load: async () => (await import('./bench.js')).benchCommand(),
  },
  {
    name: 'completion',
    usage: '[options] <shell>',
    description: 'Print what lets a shell complete commands and options.',
    load: async (whole) => (await import('./completion.js')).completionCommand(whole),
  },
];
