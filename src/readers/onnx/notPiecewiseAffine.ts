/** Why an operator cannot be read, by operator. */
const REASONS: Readonly<Record<string, string>> = {
  ...because('is a function that is not read', [
    'Tan',
    'Asin',
    'Acos',
    'Atan',
    'Sinh',
    'Cosh',
    'Asinh',
    'Acosh',
    'Atanh',
    'Hardmax',
    'LpPool',
    'GlobalLpPool',
    'ReduceProd',
  ]),
  ...because('divides by a norm or deviation of its input, so it is not piecewise affine', [
    'MeanVarianceNormalization',
    'LRN',
  ]),
  ...because('multiplies computed values, so it is not piecewise affine', [
    'LSTM',
    'GRU',
    'RNN',
    'Attention',
    'MultiHeadAttention',
    'Einsum',
  ]),
  ...because('jumps, and a jump is not continuous piecewise affine', [
    'ArgMax',
    'ArgMin',
    'TopK',
    'NonMaxSuppression',
    'NonZero',
    'Floor',
    'Ceil',
    'Round',
    'Mod',
    'Xor',
    'ThresholdedRelu',
    'Shrink',
    'IsInf',
    'OneHot',
    'QuantizeLinear',
    'DynamicQuantizeLinear',
    'QLinearConv',
    'QLinearMatMul',
    'MatMulInteger',
    'ConvInteger',
    'Bernoulli',
    'Multinomial',
    'RandomNormal',
    'RandomUniform',
  ]),
  ...because('chooses what to compute from computed values', ['If', 'Loop', 'Scan']),
};

/** Why an operator is refused, in words that follow its name. */
export function reasonAgainst(operator: string, domain: string): string {
  if (domain !== '' && domain !== 'ai.onnx') {
    return `belongs to the operator set "${domain}", which is not read`;
  }
  return Object.hasOwn(REASONS, operator)
    ? REASONS[operator]
    : 'is not among the piecewise-affine operators read here';
}

function because(reason: string, operators: readonly string[]): Record<string, string> {
  return Object.fromEntries(operators.map((operator) => [operator, reason]));
}
