import type { GuardCertificate } from '../guardCertificate.js';
import { checkDetector } from './checkDetector.js';
import { wrongNumbers } from './guardNumbers.js';
import { guardSeen, inputsBehind } from './guardPattern.js';
import { NoGuard } from './nodePattern.js';
import { equal, type PlainFraction, parseFraction } from './plainFraction.js';
import { type PlainGraph, type PlainNode, plainGraph } from './plainOnnx.js';

/**
 * Checks a guard's certificate: that the guarded file is the original's nodes, the name of their
 * output apart, with nodes added that compute `p̃ = s·p + (1 − s)/C` of the certificate's numbers;
 * and that these numbers bound what the certificate says they do.
 *
 * Independent of what wrote either file: bytes are read, nodes told and exponentials bounded here, in
 * whole numbers.
 *
 * @param guarded - the bytes of the guarded ONNX file
 * @param original - the bytes of the ONNX file that was guarded
 * @param certificate - what is in the JSON file
 * @returns what is wrong, or null
 */
export function checkGuard(
  guarded: Uint8Array,
  original: Uint8Array,
  certificate: unknown,
): string | null {
  try {
    return check(plainGraph(guarded), plainGraph(original), certificate as GuardCertificate);
  } catch (error) {
    if (error instanceof NoGuard) return `the added nodes are no guard: ${error.message}`;
    if (error instanceof RangeError) return `the bytes are no ONNX model: ${error.message}`;
    if (error instanceof TypeError) return 'the certificate has not the form of one';
    throw error;
  }
}

function check(
  guarded: PlainGraph,
  original: PlainGraph,
  certificate: GuardCertificate,
): string | null {
  if (certificate.format !== 'farfield-guard-certificate' || certificate.version !== 1) {
    return 'the certificate has not the form of one';
  }
  const { output } = certificate;
  const count = original.nodes.length;
  const changed = sameOriginal(guarded, original, output.name, output.original);
  if (changed) return changed;
  const added = guarded.nodes.slice(count);
  const misplaced = wellPlaced(guarded, added);
  if (misplaced) return misplaced;
  const seen = guardSeen(added, output.name);
  const source = seen.original;
  if (source !== (output.zipped ?? output.original)) return `the guard is put on "${source}"`;
  if (output.zipped !== null) {
    const zip = guarded.nodes.slice(0, count).find(({ outputs }) => outputs[0] === output.original);
    if (zip?.operator !== 'ZipMap' || zip.inputs[0] !== source) return 'no ZipMap reads the tensor';
  }
  if (seen.holds !== output.holds) return `the output holds ${seen.holds}`;
  const behind = inputsBehind(guarded, source);
  if (seen.inputs.length !== behind.size || seen.inputs.some((name) => !behind.has(name))) {
    return 'the guard does not watch all the inputs that the output depends on';
  }
  if (seen.mends !== (certificate.notFinite === 'uniform')) {
    return 'what is not finite is not mended as the certificate says';
  }
  if (seen.classes !== certificate.classes || seen.lower.length !== certificate.inputs) {
    return 'inputs or classes are not as many as the certificate says';
  }
  return (
    numbersAgree(certificate, seen) ??
    wrongNumbers(certificate) ??
    checkDetector(guarded, { count, added, original: [...original.outputs.keys()] }, certificate)
  );
}

/** Whether the guarded file begins with the original's nodes, and has its inputs and constants. */
function sameOriginal(guarded: PlainGraph, original: PlainGraph, from: string, to: string) {
  if (original.nodes.some(({ outputs, inputs }) => outputs.includes(to) || inputs.includes(to))) {
    return `"${to}" is a tensor of the original`;
  }
  if (original.initializers.has(to) || original.inputs.has(to)) {
    return `"${to}" is a tensor of the original`;
  }
  const renamed = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  for (const [k, node] of original.nodes.entries()) {
    const other = guarded.nodes[k];
    const same =
      other !== undefined &&
      other.operator === node.operator &&
      other.domain === node.domain &&
      sameList(other.inputs, renamed(node.inputs)) &&
      sameList(other.outputs, renamed(node.outputs)) &&
      sameBytes(other.attributes, node.attributes);
    if (!same) return `node ${k} (${node.operator}) is not the original's`;
  }
  for (const part of ['initializers', 'inputs'] as const) {
    if (!sameBytes(guarded[part], original[part])) return `${part} are not the original's`;
  }
  const outputs = [...guarded.outputs.keys()].slice(0, original.outputs.size);
  if (!sameList(outputs, [...original.outputs.keys()])) return "outputs are not the original's";
  if (original.opset !== null && guarded.opset !== original.opset) {
    return "the operator set is not the original's";
  }
  return null;
}

/** Whether added nodes make tensors of their own, each after those it reads. */
function wellPlaced(guarded: PlainGraph, added: readonly PlainNode[]): string | null {
  const known = new Set([
    ...guarded.initializers.keys(),
    ...guarded.inputs.keys(),
    ...guarded.nodes
      .slice(0, guarded.nodes.length - added.length)
      .flatMap(({ outputs }) => outputs),
  ]);
  for (const { outputs, inputs } of added) {
    if (outputs.length !== 1 || known.has(outputs[0])) return `"${outputs[0]}" is made twice`;
    const unknown = inputs.find((name) => !known.has(name));
    if (unknown !== undefined) return `"${unknown}" is read before it is made`;
    known.add(outputs[0]);
  }
  return null;
}

function numbersAgree({ guard }: GuardCertificate, seen: ReturnType<typeof guardSeen>) {
  const agree = (texts: readonly string[], numbers: readonly PlainFraction[]) =>
    texts.length === numbers.length &&
    numbers.every((value, i) => {
      const said = parseFraction(texts[i]);
      return said !== null && equal(said, value);
    });
  for (const name of ['lower', 'upper', 'widths'] as const) {
    if (!agree(guard[name], seen[name])) return `${name} are not those of the file`;
  }
  for (const name of ['kappa', 'mu'] as const) {
    if (!agree([guard[name]], [seen[name]])) return `${name} is not that of the file`;
  }
  return null;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function sameBytes(a: ReadonlyMap<string, Uint8Array>, b: ReadonlyMap<string, Uint8Array>) {
  if (a.size !== b.size) return false;
  for (const [name, bytes] of a) {
    const other = b.get(name);
    if (bytes.length !== other?.length || bytes.some((byte, i) => byte !== other[i])) return false;
  }
  return true;
}
