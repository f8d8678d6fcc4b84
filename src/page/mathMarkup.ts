import { parseXml, withChildren, writeXml, type XmlElement, type XmlNode } from './xmlTree.js';

/** Formulas of fewer characters stay in one piece: they fit the narrowest screen. */
const SHORT = 24;

/**
 * KaTeX's MathML as a page needs it: in the part of MathML that browsers have agreed on (MathML Core,
 * where letters of other alphabets are characters of their own), without the LaTeX source, and in
 * pieces between which a line may end, since not every browser breaks lines inside a formula.
 *
 * The page's style sheet gives `math` the display style.
 *
 * @param katex - output of KaTeX with `output: 'mathml'` and `\displaystyle` in front
 */
export function mathMarkup(katex: string): string {
  const parts = formulaOf(parseXml(katex)).map(core);
  const pieces = lengthOf(parts) < SHORT ? [parts] : piecesOf(parts);
  return pieces.map((piece) => `<math>${writeXml(piece)}</math>`).join('<wbr>');
}

/** What is between the wrappers: span, math, semantics, mrow, mstyle. */
function formulaOf(nodes: readonly XmlNode[]): readonly XmlNode[] {
  const [first] = nodes;
  if (typeof first === 'string' || !WRAPPERS.has(first.name)) return nodes;
  // Beside the formula `semantics` has its source.
  return nodes.length === 1 ||
    nodes.every((node) => typeof node !== 'string' && BESIDE.has(node.name))
    ? formulaOf(first.children)
    : nodes;
}

const WRAPPERS = new Set(['span', 'math', 'semantics', 'mrow', 'mstyle']);
const BESIDE = new Set(['mrow', 'annotation']);

/** Pieces that end after a relation, a wide space, or where a line may end. */
function piecesOf(parts: readonly XmlNode[]): XmlNode[][] {
  const pieces: XmlNode[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string' && isBreak(part)) {
      if (isSeen(part)) pieces.at(-1)!.push(part.name === 'mo' ? infix(part) : part);
      if (pieces.at(-1)!.length > 0) pieces.push([]);
    } else pieces.at(-1)!.push(part);
  }
  return pieces.filter((piece) => piece.length > 0);
}

function isBreak({ name, attributes, children }: XmlElement): boolean {
  if (name === 'mspace')
    return !isSeen({ name, attributes, children }) || attributes.get('width') === '1em';
  return name === 'mo' && RELATIONS.has(children.join(''));
}

/** A space without a width is a place where a line may end and nothing else. */
function isSeen({ name, attributes }: XmlElement): boolean {
  return name !== 'mspace' || attributes.has('width');
}

/** An operator at the end of a row would be taken for a postfix one, spaced otherwise. */
function infix(operator: XmlElement): XmlElement {
  return { ...operator, attributes: new Map([...operator.attributes, ['form', 'infix']]) };
}

const RELATIONS = new Set([
  ...[
    '=',
    '<',
    '>',
    '&lt;',
    '&gt;',
    '≤',
    '≥',
    '≠',
    '→',
    '⇒',
    '⟹',
    '⟺',
    '⇔',
    '∈',
    '∼',
    '≈',
    ':',
    ';',
  ],
]);

/**
 * In MathML Core a parallel sign or a divides sign is a relation; as a fence it is another character.
 * And a prime is set raised already: as a superscript it would be too small to see.
 */
function fence({ name, attributes }: XmlElement, text: string): string {
  if (name !== 'mo' || !(attributes.has('fence') || attributes.has('minsize'))) return text;
  return text.replace('∥', '‖').replace('∣', '|');
}

function isPrimed({ name, children }: XmlElement): boolean {
  const [, prime] = children;
  return (
    name === 'msup' && typeof prime !== 'string' && /^[′″]$/.test(prime?.children.join('') ?? '')
  );
}

/** In MathML Core: alphabets as characters, and no attribute that says what is so without it. */
function core(node: XmlNode): XmlNode {
  if (typeof node === 'string') return node;
  const variant = node.attributes.get('mathvariant');
  const attributes = new Map(node.attributes);
  const text = node.children.every((child) => typeof child === 'string')
    ? node.children.join('')
    : null;
  // `normal` says something of single letters only (and of ∂ and ∇): they would be italic.
  const upright = node.name === 'mi' && text !== null && /^[\p{L}∂∇]$/u.test(text);
  if (variant !== 'normal' || !upright) attributes.delete('mathvariant');
  const alphabet = ALPHABETS[variant ?? ''];
  const children =
    text === null
      ? node.children.map(core)
      : [fence(node, alphabet === undefined ? text : [...text].map(alphabet).join(''))];
  const name = isPrimed(node) ? 'mrow' : node.name;
  return withChildren({ name, attributes, children }, text === '' ? [] : children);
}

/** Letters of Unicode's mathematical alphabets; those it had before have places of their own. */
function alphabet(capital: number, small: number, digit: number | null, before: string) {
  const own = new Map(before.split(' ').map((pair) => [pair[0], [...pair][1]] as [string, string]));
  return (character: string): string => {
    const code = character.codePointAt(0)!;
    const held = own.get(character);
    if (held !== undefined) return held;
    if (/[A-Z]/.test(character)) return String.fromCodePoint(capital + code - 65);
    if (/[a-z]/.test(character)) return String.fromCodePoint(small + code - 97);
    if (digit !== null && /[0-9]/.test(character)) return String.fromCodePoint(digit + code - 48);
    return character;
  };
}

const ALPHABETS: Readonly<Record<string, (character: string) => string>> = {
  'double-struck': alphabet(0x1d538, 0x1d552, 0x1d7d8, 'Cℂ Hℍ Nℕ Pℙ Qℚ Rℝ Zℤ'),
  script: alphabet(0x1d49c, 0x1d4b6, null, 'Bℬ Eℰ Fℱ Hℋ Iℐ Lℒ Mℳ Rℛ eℯ gℊ oℴ'),
  fraktur: alphabet(0x1d504, 0x1d51e, null, 'Cℭ Hℌ Iℑ Rℜ Zℨ'),
  bold: alphabet(0x1d400, 0x1d41a, 0x1d7ce, ''),
};

/** Characters that are seen, roughly. */
function lengthOf(nodes: readonly XmlNode[]): number {
  return nodes.reduce(
    (sum, node) =>
      sum +
      (typeof node === 'string' ? node.replace(/&\w+;/g, '.').length : lengthOf(node.children)),
    0,
  );
}
