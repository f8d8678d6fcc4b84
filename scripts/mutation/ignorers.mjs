import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { isProse, PROSE } from './prose.mjs';
import { holdsOneOf } from './sample.mjs';

/** The mutants that a run is about; null for all there are. */
let sample = null;

/** Makes the next run of Stryker in this process mutate nothing but a sample, and what it stands in. */
export function mutateOnly(mutants) {
  sample = mutants;
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'prose', {
    shouldIgnore: (path) => (isProse(path) ? PROSE : undefined),
  }),
  declareValuePlugin(PluginKind.Ignore, 'sample', {
    shouldIgnore(path) {
      if (sample === null || !path.node.loc) return undefined;
      const { filename } = path.hub.file.opts;
      return holdsOneOf(sample, filename, path.node.loc) ? undefined : 'not of the sample';
    },
  }),
];
