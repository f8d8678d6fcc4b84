/**
 * `farfield/core`: networks and tables from bytes, tails, uncertainty, detectors, audits. Nothing here
 * needs Node: it runs in a browser.
 *
 * @packageDocumentation
 */

export { type AuditOptions, audit } from './audit/audit.js';
export { type AuditData, auditDataOfText } from './audit/auditData.js';
export type { Audit, AuditRun } from './audit/auditRun.js';
export { type AuditPartFile, mergeAudits } from './audit/mergeAudits.js';
export { type Policy, parsePolicies } from './audit/policy.js';
export {
  type Ceiling,
  type ConfidenceCeiling,
  confidenceCeiling,
  type NoCeiling,
} from './ceiling/confidenceCeiling.js';
export type { Cause } from './ceiling/reach.js';
export { type Certificate, certify, type NodeCertificate } from './certificate/certificate.js';
export type {
  Bounds,
  EnclosureCertificate,
  EnclosureNode,
} from './certificate/enclosureCertificate.js';
export type { ModelCertificate, ModelClaim, ModelTerm } from './certificate/modelCertificate.js';
export { numbersOf, type Table } from './data/numberTable.js';
export { readTextTable, type TextTable } from './data/textTable.js';
export * from './detectors/index.js';
export { describeProblem } from './errors/describeProblem.js';
export { FarfieldError } from './errors/farfieldError.js';
export { InputError } from './errors/inputError.js';
export { InternalError } from './errors/internalError.js';
export type { Problem, ProblemCode } from './errors/problem.js';
export type { Dyadic } from './exact/dyadic.js';
export { Rational } from './exact/rational.js';
export { Real } from './exact/real.js';
export { type KernelName, matrixKernel } from './kernel/kernelMemory.js';
export * from './metrics/index.js';
export { evaluate } from './network/evaluate.js';
export type { ExactNumber } from './network/exactNumber.js';
export { jacobian } from './network/jacobian.js';
export type { LinearMap, LinearMapRow } from './network/linearMap.js';
export type { Network, NetworkNode } from './network/network.js';
export {
  type ExactLayer,
  type Layer,
  type NetworkFile,
  readNetwork,
} from './network/networkFile.js';
export type { Numbers } from './network/numbers.js';
export type { Operation } from './network/operation.js';
export type { ActivationOperation } from './network/operations/activation.js';
export type { AffineOperation } from './network/operations/affine.js';
export type { MaximumOperation } from './network/operations/maximum.js';
export type { Pattern } from './network/pattern.js';
export { penultimate } from './network/penultimate.js';
export { recession } from './network/recession.js';
export type {
  Asymptote,
  PiecewisePolynomial,
  SmoothFunction,
  UnivariateFunction,
} from './network/univariate.js';
export { type DropoutMask, dropoutMixture } from './posterior/dropout.js';
export { gaussianHeadGradient } from './posterior/gaussianHeadGradient.js';
export type { GaussianHeadLimit } from './posterior/gaussianHeadLimit.js';
export { lastLayerLaplace } from './posterior/lastLayerLaplace.js';
export { limitOfPosterior } from './posterior/limitOfPosterior.js';
export type { GaussianHead, Mixture, Posterior } from './posterior/posterior.js';
export type { PosteriorLimit } from './posterior/posteriorLimit.js';
export type { PosteriorFile } from './posterior/posteriorShape.js';
export {
  ensembleMixture,
  gaussianHead,
  type PosteriorSetting,
  readPosterior,
} from './posterior/readPosterior.js';
export { type BytesOptions, networkOfBytes } from './readers/networkOfBytes.js';
export type { Box } from './tail/box.js';
export { type BoxTail, boxDangerScale, boxTail } from './tail/boxTail.js';
export { dangerScale } from './tail/dangerScale.js';
export { type DirectionSlopes, directionSlopes } from './tail/directionSlopes.js';
export { type EnclosedTail, enclosedTail } from './tail/enclosedTail.js';
export { type ExactTail, exactTail } from './tail/exactTail.js';
export type { DecidedRegime, Regime } from './tail/regime.js';
export { type RoundedTail, roundedTail } from './tail/roundedTail.js';
export { settlesWithin } from './tail/settlesWithin.js';
export { type Ray, type Tail, tail, tails } from './tail/tail.js';
export { classVariance } from './uncertainty/classVariance.js';
export { complements, logComplements, logOdds } from './uncertainty/complements.js';
export { expectedEntropy, predictiveEntropy } from './uncertainty/entropy.js';
export {
  type InputGradient,
  inputGradient,
  type JacobianRows,
} from './uncertainty/inputGradient.js';
export {
  certaintyIsPerfect,
  type Limit,
  type LimitDistribution,
  type LimitUncertainty,
  limitDistribution,
  limitUncertainty,
  type TailEnd,
} from './uncertainty/limits.js';
export type { LogitGradient } from './uncertainty/logitGradient.js';
export { logSumExp } from './uncertainty/logSumExp.js';
export {
  maximumSoftmaxProbability,
  oneMinusMaximum,
} from './uncertainty/maximumSoftmaxProbability.js';
export {
  classVarianceGradient,
  expectedEntropyGradient,
  mutualInformationGradient,
  predictiveEntropyGradient,
} from './uncertainty/metricGradients.js';
export { mutualInformation } from './uncertainty/mutualInformation.js';
export { loadPrecise } from './uncertainty/precise/loadPrecise.js';
export type {
  Precise,
  PreciseGradients,
  PreciseUncertainty,
} from './uncertainty/precise/precise.js';
export { type Members, type Prediction, predict } from './uncertainty/prediction.js';
export {
  type MaximumGradient,
  maximumGradient,
  probabilityGradient,
} from './uncertainty/probabilityGradient.js';
export { logSoftmax, softmax } from './uncertainty/softmax.js';
export { softmaxJacobian } from './uncertainty/softmaxJacobian.js';
export { confirmSoftmaxJacobian, type SymbolicConfirmation } from './uncertainty/symbolic.js';
export { type Uncertainty, uncertainty } from './uncertainty/uncertainty.js';
export {
  type UncertaintyGradients,
  uncertaintyGradients,
} from './uncertainty/uncertaintyGradients.js';
