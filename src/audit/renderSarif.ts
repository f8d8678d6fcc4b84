import { basename } from 'node:path';
import type { Log, Result } from 'sarif';
import { counted } from '../page/countWords.js';
import type { Audit } from './auditRun.js';
import type { DirectionFinding } from './directionFinding.js';
import { scaleText } from './numberText.js';
import { rankedDirections } from './ranking.js';
import { NEAR_DEVIATIONS } from './summary.js';

/** Results of a kind; code scanning services refuse files with many thousands. */
const MOST_RESULTS = 1000;

/**
 * Writes an audit as SARIF 2.1.0: one rule per kind of finding, each result at the network's file
 * and, as a logical location, the feature.
 *
 * The same findings give the same bytes.
 *
 * @param network - the path of the network as given
 *
 * Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0.
 */
export function renderSarif(audit: Audit, network: string): string {
  const ranked = rankedDirections(audit.directions);
  const near = ranked.filter(
    ({ seen }) => seen?.verdict === 'created' && (seen.distance ?? Infinity) <= NEAR_DEVIATIONS,
  );
  const byIndex = new Map(audit.directions.map((direction) => [direction.index, direction]));
  const results = [
    ...audit.violations.map(({ policy, message, directions }) =>
      resultOf('policy-violated', 'error', `Policy ${policy} is violated: ${message}.`, policy, {
        network,
        directions: directions
          .slice(0, MOST_LOCATIONS)
          .flatMap((index) => byIndex.get(index) ?? []),
      }),
    ),
    ...near
      .slice(0, MOST_RESULTS)
      .map((direction) =>
        resultOf(
          'certain-near-data',
          'warning',
          `${sentenceOf(direction)} ${seenSentence(direction)}`,
          direction.label,
          { network, directions: [direction] },
        ),
      ),
    ...audit.detectors
      .filter(({ blind }) => blind > 0)
      .map(({ id, name, blind, directions }) =>
        resultOf(
          'blind-detector',
          'warning',
          `${name} never flags for good in ${blind} of ${directions} directions that end in certainty.`,
          id,
          {
            network,
            directions: ranked
              .filter(({ detectors }) => detectors.some((d) => d.id === id && d.blind === true))
              .slice(0, MOST_LOCATIONS),
          },
        ),
      ),
    ...ranked
      .filter((direction) => !near.includes(direction))
      .slice(0, MOST_RESULTS)
      .map((direction) =>
        resultOf(
          'ends-in-certainty',
          'note',
          [sentenceOf(direction), seenSentence(direction)].filter(Boolean).join(' '),
          direction.label,
          {
            network,
            directions: [direction],
          },
        ),
      ),
  ];
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'farfield',
            version: audit.tool.version,
            semanticVersion: audit.tool.version,
            rules: RULES.map(({ id, name, short, full, level }) => ({
              id,
              name,
              shortDescription: { text: short },
              fullDescription: { text: full },
              defaultConfiguration: { level },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        properties: { summary: audit.summary.sentences, units: audit.units },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Directions a result names as its places. */
const MOST_LOCATIONS = 20;

function resultOf(
  ruleId: string,
  level: Result.level,
  text: string,
  key: string,
  { network, directions }: { network: string; directions: readonly DirectionFinding[] },
): Result {
  return {
    ruleId,
    ruleIndex: RULES.findIndex(({ id }) => id === ruleId),
    level,
    message: { text },
    locations: [
      {
        // Code scanning services want a line, even of a binary file.
        physicalLocation: { artifactLocation: { uri: uriOf(network) }, region: { startLine: 1 } },
        ...(directions.length > 0 && {
          // The format wants each once; rays of a user's own may share a label.
          logicalLocations: [
            ...new Map(directions.map((direction) => [direction.label, direction])).values(),
          ].map(({ label, feature }) => ({
            name: label,
            fullyQualifiedName: `${basename(network)}/${label}`,
            kind: feature === null ? 'direction' : 'feature',
          })),
        }),
      },
    ],
    partialFingerprints: { 'farfield/v1': `${ruleId}/${key}` },
  };
}

function sentenceOf({ label, top, scales: [first] }: DirectionFinding): string {
  return `Along ${label} the network ends in certainty of class ${top[0]} from every input: 99 % from a scale of ${scaleText(first.median)} on.`;
}

/** What was seen of that certainty, over the rows followed; empty if the network was not followed. */
function seenSentence({ seen }: DirectionFinding): string {
  if (!seen) return '';
  const { verdict, created, kept, rows } = seen;
  if (verdict !== 'created' || !created) {
    return `It was seen to be certain at the edge of the data already, from ${kept} of ${counted(rows, 'row')} followed.`;
  }
  const { median, min, max } = created.distance ?? created.beyond;
  const unit = created.distance ? ' standard deviations' : '';
  return `Certainty was seen to be created ${scaleText(median)}${unit} beyond the edge of the data (${scaleText(min)} to ${scaleText(max)}), from ${created.rows} of ${counted(rows, 'row')} followed; from ${kept} it is there at the edge already.`;
}

/** A path as a URI reference: relative paths stay relative, to the root of the sources. */
function uriOf(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/').map(encodeURIComponent);
  const joined = parts.join('/');
  return joined.startsWith('/') ? `file://${joined}` : joined.replace(/^(\.\/)+/, '');
}

const RULES: readonly {
  readonly id: string;
  readonly name: string;
  readonly short: string;
  readonly full: string;
  readonly level: Result.level;
}[] = [
  {
    id: 'policy-violated',
    name: 'PolicyViolated',
    short: 'A policy of the audit is violated.',
    full: 'A condition given with --fail-on holds for this network.',
    level: 'error',
  },
  {
    id: 'certain-near-data',
    name: 'CertainNearData',
    short: 'Certainty is created close beyond the edge of the data.',
    full: `At the edge of the data the network is not 99 % certain; from within ${NEAR_DEVIATIONS} standard deviations beyond it on, growing the feature drives the softmax to one class, and never back. Certainty that is there at the edge already is not reported here.`,
    level: 'warning',
  },
  {
    id: 'blind-detector',
    name: 'BlindDetector',
    short: 'A detector never flags inputs far out that the network is certain of.',
    full: 'In the direction the novelty score does not end above its threshold, although the network ends in certainty: decided from the expansion of the score at infinity.',
    level: 'warning',
  },
  {
    id: 'ends-in-certainty',
    name: 'EndsInCertainty',
    short: 'A direction ends in certainty, whatever the input.',
    full: 'One logit has a strictly larger slope than all others along the direction, so the softmax tends to one-hot from every input. Certified.',
    level: 'note',
  },
];
