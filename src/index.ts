/**
 * `farfield`: everything but the laws of `farfield/testing`. What is not listed here is internal.
 *
 * @packageDocumentation
 */

// With threads where there is much to do.
export { auditOnThreads as audit } from './audit/auditOnThreads.js';
export { type Refutation, refute } from './check/refute.js';
export { type Replay, replay } from './check/replay.js';
export { type VerifyOptions, verifyClaims } from './check/verifyClaims.js';
export type {
  CaseKind,
  Cases,
  CurveCase,
  DetectorCase,
  EnsembleCase,
  LabelledRows,
  LogitsCase,
  RayCase,
} from './claims/cases.js';
export type { AnyClaim, Claim, Reading, Source, Statement } from './claims/claim.js';
export { claimById } from './claims/claimById.js';
export { CurveAnalysis, type Wave } from './claims/curveAnalysis.js';
export { DetectorAnalysis } from './claims/detectorAnalysis.js';
export type { GradientOf, Oracle, PointOracle, RayOracle } from './claims/oracle.js';
export { fails, HOLDS, holdsIf, OUTSIDE, type Outcome, UNDECIDED } from './claims/outcome.js';
export { EnsembleAnalysis, RayAnalysis } from './claims/rayAnalysis.js';
export { CLAIMS } from './claims/registry.js';
export type { Subjects } from './claims/subjects.js';
export type { Verdict } from './claims/verdict.js';
export * from './core.js';
export type {
  ClaimEvidence,
  Counterexample,
  Environment,
  Evidence,
  OracleEvidence,
  ProofEvidence,
  ReadingEvidence,
  Timing,
  ToolVersions,
} from './evidence/evidence.js';
export type {
  EmpiricalClaimEvidence,
  ExperimentEvidence,
  FigureEvidence,
  ScoreEvidence,
  TableEvidence,
} from './evidence/experimentEvidence.js';
export { mergeEvidence } from './evidence/mergeEvidence.js';
export type { GuardAims } from './guard/fitGuard.js';
export { type DetectorBeside, type Guarded, guard, type Unguarded } from './guard/guard.js';
export type { GuardCertificate } from './guard/guardCertificate.js';
export { loadNetwork } from './readers/loadNetwork.js';
export * from './report.js';
export {
  directionSlopesOnThreads,
  type RayThreadOptions,
  tailsOnThreads,
} from './tail/rayThreads.js';
export { type Guard, guardedProbabilities } from './uncertainty/guarded.js';
