import { REGISTER_HEAD, registerRows } from './register.js';

/** The register as the page `EXPERIMENTS.md`. */
export function registerPage(): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const head = [...REGISTER_HEAD.slice(0, -1), 'Judged by'];
  return [
    '# Every empirical statement of the two papers',
    '',
    'What each states of its data, how far its setting is reproduced here, and the experiment and claims that judge it, or why none does. `farfield verify --with-data` gives the verdicts, in `report.html` and `report.md`.',
    '',
    line(head),
    line(head.map(() => '---')),
    ...registerRows(null).map(line),
    '',
  ].join('\n');
}
