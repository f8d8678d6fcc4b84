import { Real } from '../exact/real.js';
import { piecesAt } from '../network/domains/exact.js';
import { RELU } from '../network/functions.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { FloatLines, PiecewisePolynomial } from '../network/univariate.js';
import type { CertifiedGerms } from './certifiedGerms.js';
import { UNIT_ROUNDOFF } from './certifiedVector.js';
import { signOfGerm } from './germ.js';
import { GermDomain } from './germDomain.js';
import { nearestWithError } from './nearestWithError.js';
import { UNKNOWN_PIECE } from './pieceRecord.js';
import { boundsDecideSign } from './slopeSign.js';

/** Pushes the germs of value `input` through functions of one variable into value `out`. */
export function activate(
  germs: CertifiedGerms,
  operation: ActivationOperation,
  input: number,
  out: number,
  states: Int32Array,
): void {
  for (let i = 0; i < states.length; i++) activateUnit(germs, operation, input, out, states, i);
}

function activateUnit(
  germs: CertifiedGerms,
  operation: ActivationOperation,
  input: number,
  out: number,
  states: Int32Array,
  i: number,
): void {
  const a = germs.intercepts[input];
  const b = germs.slopes[input];
  const f = operation.functionOf(i);
  if (f.kind !== 'piecewise' || !f.lines) {
    throw beyondPiecewiseAffine(f.name, 'certifiedActivation');
  }
  if (!f.lines.exact) {
    settleUnit(germs, f, input, i, out, states);
    return;
  }
  // By far the most common case comes first: the bounds decide the sign of the slope.
  if (boundsDecideSign(germs.network, germs.slopes, input, i)) {
    germs.decisions.certified++;
    crossBreakpoints(germs, f.lines, input, i);
    states[i] = b.values[i] > 0 ? f.lines.breakpoints.length : 0;
    takePiece(germs, f.lines, states[i], input, i, out);
    return;
  }
  const piece = b.errors[i] === 0 ? pieceAtRest(f.lines, a.values[i], a.errors[i]) : null;
  if (piece !== null) {
    germs.decisions.certified++;
    if (piece.onBreakpoint) germs.boundary = true;
    states[i] = piece.index;
    takePiece(germs, f.lines, states[i], input, i, out);
    return;
  }
  settleUnit(germs, f, input, i, out, states);
}

/** Whether all units are rectifiers, which have a way of their own: most networks' all are. */
export function isRectifier({ functions }: ActivationOperation): boolean {
  return functions.length === 1 && functions[0] === RELU;
}

/**
 * `activate` for rectifiers: the same decisions and numbers, without asking what function a unit has
 * where bounds decide the sign of its slope, and the entries not known to be 0 listed on the way.
 */
export function rectify(
  germs: CertifiedGerms,
  operation: ActivationOperation,
  input: number,
  out: number,
  states: Int32Array,
): void {
  const { values: a, errors: aErrors } = germs.intercepts[input];
  const { values: b, errors: bErrors } = germs.slopes[input];
  const outA = germs.intercepts[out];
  const outB = germs.slopes[out];
  const { from } = germs;
  let listedA = 0;
  let listedB = 0;
  let certified = 0;
  for (let i = 0; i < states.length; i++) {
    const slope = b[i];
    if (!(Math.abs(slope) > bErrors[i])) {
      activateUnit(germs, operation, input, out, states, i);
    } else {
      certified++;
      const intercept = a[i];
      const error = aErrors[i];
      // Half of the units cross at negative t. Written so that NaN, of which nothing is known, counts.
      if (!((slope > 0 ? -intercept : intercept) + error <= 0)) {
        from.cross(intercept, error, slope, bErrors[i]);
      }
      if (slope > 0) {
        states[i] = 1;
        outA.values[i] = intercept;
        outA.errors[i] = error;
        outB.values[i] = slope;
        outB.errors[i] = bErrors[i];
      } else {
        states[i] = 0;
        outA.values[i] = 0;
        outA.errors[i] = 0;
        outB.values[i] = 0;
        outB.errors[i] = 0;
        continue;
      }
    }
    if (outA.values[i] !== 0 || outA.errors[i] !== 0) outA.active[listedA++] = i;
    if (outB.values[i] !== 0 || outB.errors[i] !== 0) outB.active[listedB++] = i;
  }
  outA.count = listedA;
  outB.count = listedB;
  germs.decisions.certified += certified;
}

/** Takes note of where a unit that moves for ever crosses its breakpoints. */
function crossBreakpoints(
  germs: CertifiedGerms,
  { breakpoints }: FloatLines,
  value: number,
  i: number,
): void {
  const a = germs.intercepts[value];
  const b = germs.slopes[value];
  for (let k = 0; k < breakpoints.length; k++) {
    const difference = a.values[i] - breakpoints[k];
    const rounding = breakpoints[k] === 0 ? 0 : UNIT_ROUNDOFF * Math.abs(difference);
    germs.from.cross(difference, a.errors[i] + rounding, b.values[i], b.errors[i]);
  }
}

/** The piece of a unit that rests at a, known up to an error; null where that leaves it open. */
function pieceAtRest(
  { breakpoints }: FloatLines,
  a: number,
  error: number,
): { index: number; onBreakpoint: boolean } | null {
  let index = 0;
  let onBreakpoint = false;
  for (let k = 0; k < breakpoints.length; k++) {
    // Without error both are doubles, which compare exactly.
    if (error === 0) {
      if (a > breakpoints[k]) index++;
      else if (a === breakpoints[k]) onBreakpoint = true;
      continue;
    }
    const difference = a - breakpoints[k];
    if (!(Math.abs(difference) * (1 - 2 ** -50) > error)) return null;
    if (difference > 0) index++;
  }
  return { index, onBreakpoint };
}

/** `intercept + slope·x` of a piece, with errors. */
function takePiece(
  germs: CertifiedGerms,
  { intercepts, slopes }: FloatLines,
  piece: number,
  input: number,
  i: number,
  out: number,
): void {
  const outA = germs.intercepts[out];
  const outB = germs.slopes[out];
  const factor = slopes[piece];
  const constant = intercepts[piece];
  if (factor === 0) {
    outA.setEntry(i, constant);
    outB.setEntry(i, 0);
    return;
  }
  if (factor === 1) {
    outA.copyEntry(i, germs.intercepts[input], i);
    outB.copyEntry(i, germs.slopes[input], i);
  } else {
    outA.scaleEntry(i, germs.intercepts[input], factor);
    outB.scaleEntry(i, germs.slopes[input], factor);
  }
  if (constant !== 0) outA.shiftEntry(i, constant);
}

/** Decides a unit by its exact germ, or, if that is only enclosed and leaves it open, by neither. */
function settleUnit(
  germs: CertifiedGerms,
  f: PiecewisePolynomial,
  input: number,
  i: number,
  out: number,
  states: Int32Array,
): void {
  germs.settle(input, i);
  const germ = germs.exact.at(input, i);
  for (const breakpoint of f.breakpoints) {
    const difference = { intercept: germ.intercept.subtract(breakpoint), slope: germ.slope };
    if (germ.slope.sign === 0) {
      if (difference.intercept.sign === 0) germs.boundary = true;
      else if (difference.intercept.sign === null) germs.boundary ||= null;
      continue;
    }
    if (germ.slope.sign === null) {
      germs.boundary ||= null;
      germs.from.unknown();
      continue;
    }
    const a = nearestWithError(difference.intercept);
    const b = nearestWithError(germ.slope);
    germs.from.cross(a.value, a.error, b.value, b.error);
  }
  const piece = pieceOfGerm(f, germ);
  states[i] = piece ?? UNKNOWN_PIECE;
  const image = new GermDomain(germs.network).apply(f, germ, { node: out - 1, unit: i });
  germs.setGerm(out, i, image);
}

/** The piece an exact germ ends on; null: not known. */
function pieceOfGerm(
  f: PiecewisePolynomial,
  germ: { intercept: Real; slope: Real },
): number | null {
  if (germ.slope.sign === 0) {
    const { first, last } = piecesAt(f.breakpoints, germ.intercept);
    return first === last ? first : null;
  }
  const sign = signOfGerm({ intercept: Real.zero, slope: germ.slope });
  return sign === null
    ? f.breakpoints.length === 0
      ? 0
      : null
    : sign > 0
      ? f.breakpoints.length
      : 0;
}
