import { load } from './checker.generated.js';
import { INTEGER_OPERATIONS } from './integers.js';

declare const kind: unique symbol;
/** A value of the verified checker; only its own functions look inside. */
type Opaque<Name extends string> = { readonly [kind]: Name };
export type ExactNumber = Opaque<'number'>;
export type List<T> = Opaque<'list'> & { readonly element?: T };
export type Place = Opaque<'place'>;
export type Natural = Opaque<'natural'>;
export type Term = Opaque<'term'>;
export type Piece = Opaque<'piece'>;
export type Unit = Opaque<'unit'>;
export type ExactNetwork = Opaque<'network'>;
export type Choice = Opaque<'choice'>;
export type Claim = Opaque<'claim'>;
export type RegimeClaim = Opaque<'regime'>;
export type ExactCertificate = Opaque<'certificate'>;
export type Verdict = Opaque<'verdict'>;
export type Watched = Opaque<'watched'>;
export type GuardPromise = Opaque<'promise'>;
export type Guard = Opaque<'guard'>;
export type GuardAnswer = Opaque<'guard answer'>;

/** The verified checker, and ways to make and read its values: see `proofs/extraction/bridge.ml`. */
export interface VerifiedChecker {
  examine(network: ExactNetwork, certificate: ExactCertificate): Verdict;
  number(mantissa: bigint, exponent: bigint, divisor: bigint): ExactNumber;
  mantissa(number: ExactNumber): bigint;
  exponent(number: ExactNumber): bigint;
  divisor(number: ExactNumber): bigint;
  readonly empty: List<never>;
  cons<T>(first: T, rest: List<T>): List<T>;
  term(weight: ExactNumber, at: Place): Term;
  /** @param n - from 1 on */
  place(n: number): Place;
  natural(n: number): Natural;
  piece(constant: ExactNumber, factor: ExactNumber): Piece;
  combination(moves: 0 | 1, bias: ExactNumber, terms: List<Term>): Unit;
  pieces(breakpoints: List<ExactNumber>, pieces: List<Piece>, source: Place): Unit;
  largest(candidates: List<Place>): Unit;
  network(firstUnit: Place, units: List<Unit>, outputs: List<Place>): ExactNetwork;
  readonly no_choice: Choice;
  on_piece(k: Natural): Choice;
  winner(p: Place): Choice;
  claim(choice: Choice, start: ExactNumber, speed: ExactNumber): Claim;
  readonly saturating: RegimeClaim;
  readonly tied: RegimeClaim;
  readonly flat: RegimeClaim;
  certificate(
    origin: List<ExactNumber>,
    direction: List<ExactNumber>,
    lastChange: ExactNumber,
    regime: RegimeClaim,
    top: List<Natural>,
    boundary: 0 | 1,
    claims: List<Claim>,
  ): ExactCertificate;
  is_accepted(verdict: Verdict): 0 | 1;
  has_margin(verdict: Verdict): 0 | 1;
  gap(verdict: Verdict): ExactNumber;
  lead(verdict: Verdict): ExactNumber;
  complaint(verdict: Verdict): number;
  refused_at(verdict: Verdict): number;
  watched(lower: ExactNumber, upper: ExactNumber, width: ExactNumber): Watched;
  promise(excess: ExactNumber, bound: ExactNumber): GuardPromise;
  guard(
    classes: Natural,
    box: List<Watched>,
    kappa: ExactNumber,
    mu: ExactNumber,
    change: ExactNumber,
    confidence: List<GuardPromise>,
  ): Guard;
  examine_guard(guard: Guard): GuardAnswer;
  /** −1 for none. */
  guard_complaint(answer: GuardAnswer): number;
  guard_place(answer: GuardAnswer): number;
}

/** Starts the program that Coq's extraction made of the checker, over whole numbers. */
export function startChecker(
  operations: Readonly<Record<keyof typeof INTEGER_OPERATIONS, unknown>> = INTEGER_OPERATIONS,
): VerifiedChecker {
  const provided: Record<string, unknown> = {};
  // Asked only for what the operations are not.
  const receiver = new Proxy(
    {},
    {
      get(_, name) {
        const called = String(name);
        if (called === 'caml_register_global') return () => undefined;
        if (!called.startsWith('provide_')) throw new RangeError(`checker: there is no ${called}`);
        return (value: unknown) => {
          provided[called.slice('provide_'.length)] = value;
        };
      },
    },
  );
  load(Object.assign(Object.create(receiver), operations));
  return provided as unknown as VerifiedChecker;
}

let started: VerifiedChecker | undefined;

/** The verified checker, started when first asked for. */
export function verifiedChecker(): VerifiedChecker {
  started ??= startChecker();
  return started;
}

/** A list of the verified checker. */
export function listOf<T>(items: readonly T[], checker = verifiedChecker()): List<T> {
  const { cons, empty } = checker;
  return items.reduceRight((rest: List<T>, item) => cons(item, rest), empty);
}
