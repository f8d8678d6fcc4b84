import { basename } from 'node:path';
import type { Log, Result } from 'sarif';
import { counted } from '../page/countWords.js';
import type { Audit } from './auditRun.js';
import { className } from './className.js';
import type { DirectionFinding } from './directionFinding.js';
import { scaleText } from './numberText.js';
import { rankedDirections } from './ranking.js';
import { NEAR_DEVIATIONS } from './summary.js';

/**
 * Writes an audit as SARIF 2.1.0: one rule per kind of finding, one result per policy, detector or kind
 * and class of directions, each at the network's file and, as logical locations, the directions that
 * come first by nearness.
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
  const isNear = new Set(near);
  const results = [
    ...audit.violations.flatMap(({ policy, message, directions }) => {
      const at = new Set(directions);
      const about = `Policy ${policy} is violated: ${message}.`;
      const found = [
        ...ranked.filter(({ index }) => at.has(index)),
        // Of a policy on ties, say.
        ...audit.directions.filter((one) => at.has(one.index) && one.certainOf === null),
      ];
      if (found.length === 0) {
        return [resultOf('policy-violated', about, policy, { network, directions: [] })];
      }
      return [...groupsByEnd(found)].map(([end, group]) =>
        resultOf('policy-violated', `${about} ${groupSentence(audit, group)}`, `${policy}/${end}`, {
          network,
          directions: group,
        }),
      );
    }),
    ...[...groupsByEnd(near)].map(([end, group]) =>
      resultOf(
        'certain-near-data',
        `${groupSentence(audit, group)} ${sentenceOf(audit, group[0])} ${seenSentence(group[0])}`,
        end,
        { network, directions: group },
      ),
    ),
    ...audit.detectors
      .filter(({ blind }) => blind > 0)
      .map(({ id, name, blind, directions }) =>
        resultOf(
          'blind-detector',
          `${name} never flags for good in ${blind} of ${directions} directions that end in certainty.`,
          id,
          {
            network,
            directions: ranked.filter(({ detectors }) =>
              detectors.some((d) => d.id === id && d.blind === true),
            ),
          },
        ),
      ),
    ...[...groupsByEnd(ranked.filter((direction) => !isNear.has(direction)))].map(([end, group]) =>
      resultOf(
        'ends-in-certainty',
        [groupSentence(audit, group), sentenceOf(audit, group[0]), seenSentence(group[0])]
          .filter(Boolean)
          .join(' '),
        end,
        { network, directions: group },
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
            rules: RULES.map(({ id, name, short, full, help, level }) => ({
              id,
              name,
              shortDescription: { text: short },
              fullDescription: { text: full },
              // No address: the format wants an absolute one, and this text is all there is to say.
              help: { text: `${full} ${help}`, markdown: `${full}\n\n${help}` },
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

/** Directions by the class that they end certain of, or how else they end, in the order they come. */
function groupsByEnd(directions: readonly DirectionFinding[]): Map<string, DirectionFinding[]> {
  const groups = new Map<string, DirectionFinding[]>();
  for (const direction of directions) {
    const { certainOf, regime } = direction;
    const end = certainOf === null ? (regime ?? 'no regime') : `class ${certainOf}`;
    groups.set(end, [...(groups.get(end) ?? []), direction]);
  }
  return groups;
}

/** "3 directions end in certainty of class red: alcohol +, …" */
function groupSentence(audit: Audit, group: readonly DirectionFinding[]): string {
  const [{ certainOf, regime }] = group;
  const verb = group.length === 1 ? 'ends' : 'end';
  const where =
    certainOf === null
      ? `${verb} without certainty (${regime ?? 'no regime'})`
      : `${verb} in certainty of class ${className(audit, certainOf)}`;
  const named = group.slice(0, MOST_NAMED).map(({ label }) => label);
  const more = group.length - named.length;
  return `${counted(group.length, 'direction')} ${where}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** Directions a message names. */
const MOST_NAMED = 8;

function resultOf(
  ruleId: string,
  text: string,
  key: string,
  { network, directions: all }: { network: string; directions: readonly DirectionFinding[] },
): Result {
  const directions = all.slice(0, MOST_LOCATIONS);
  const ruleIndex = RULES.findIndex(({ id }) => id === ruleId);
  const { level } = RULES[ruleIndex];
  return {
    ruleId,
    ruleIndex,
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

function sentenceOf(audit: Audit, direction: DirectionFinding): string {
  const { label, certainOf, fromEveryInput, decidedRows, scales } = direction;
  const from = fromEveryInput ? 'every input' : counted(decidedRows, 'row');
  const [{ median }] = scales;
  const scale =
    median === null
      ? '; from which scale on is not known'
      : `: 99 % from a scale of ${scaleText(median)} on`;
  return `Along ${label} the network ends in certainty of class ${className(audit, certainOf!)} from ${from}${scale}.`;
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
  /** What to do about it. */
  readonly help: string;
  readonly level: Result.level;
}[] = [
  {
    id: 'policy-violated',
    name: 'PolicyViolated',
    short: 'A policy of the audit is violated.',
    full: 'A condition given with --fail-on holds for this network.',
    help: '`farfield list policies` says what each policy means. Look at the directions in audit.html; mend the network (`farfield guard` writes the same classifier, never certain far away), put a detector that is not blind there in front of it, or accept the finding with a reason (--baseline, --accept).',
    level: 'error',
  },
  {
    id: 'certain-near-data',
    name: 'CertainNearData',
    short: 'Certainty is created close beyond the edge of the data.',
    full: `At the edge of the data the network is not 99 % certain; from within ${NEAR_DEVIATIONS} standard deviations beyond it on, growing the feature drives the softmax to one class, and never back. Certainty that is there at the edge already is not reported here.`,
    help: 'Inputs a little beyond the data get an answer that looks sure. Check that values there are impossible or refused upstream, or guard the network: `farfield guard`.',
    level: 'warning',
  },
  {
    id: 'blind-detector',
    name: 'BlindDetector',
    short: 'A detector never flags inputs far out that the network is certain of.',
    full: 'In the direction the novelty score does not end above its threshold, although the network ends in certainty: decided from the expansion of the score at infinity.',
    help: 'Take a detector that is not blind there: the table of audit.html says which are; CEA added to a score sees what grows.',
    level: 'warning',
  },
  {
    id: 'ends-in-certainty',
    name: 'EndsInCertainty',
    short: 'A direction ends in certainty.',
    full: 'One logit outgrows all others along the direction, so that the softmax tends to one-hot, or the limit of one class is at least 99 %. Certified, for every input or from rows of the data, as the message says.',
    help: 'Most networks end so in some direction; what matters is from where on, and whether something notices. Policies danger-distance and blind ask for that.',
    level: 'note',
  },
];
