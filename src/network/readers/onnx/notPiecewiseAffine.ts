/** Why an operator cannot be read, by operator. */
const REASONS: Readonly<Record<string, string>> = {
  ...because('is smooth, not piecewise affine', [
    'Sigmoid',
    'Tanh',
    'Softplus',
    'Softsign',
    'Elu',
    'Selu',
    'Celu',
    'Gelu',
    'Mish',
    'Swish',
    'Erf',
    'Exp',
    'Log',
    'Sqrt',
    'Reciprocal',
    'Sin',
    'Cos',
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
    'LpNormalization',
    'LpPool',
    'GlobalLpPool',
    'ReduceLogSum',
    'ReduceLogSumExp',
    'ReduceL2',
    'ReduceProd',
    'ReduceSumSquare',
  ]),
  ...because('is piecewise quadratic, not piecewise affine', ['HardSwish', 'Pow']),
  ...because('divides by a norm or deviation of its input, so it is not piecewise affine', [
    'LayerNormalization',
    'InstanceNormalization',
    'GroupNormalization',
    'MeanVarianceNormalization',
    'LRN',
    'RMSNormalization',
  ]),
  ...because(
    'is smooth, not piecewise affine; only a softmax at the very end, over all logits, is taken off',
    ['Softmax', 'LogSoftmax'],
  ),
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
    'Sign',
    'Floor',
    'Ceil',
    'Round',
    'Mod',
    'Greater',
    'GreaterOrEqual',
    'Less',
    'LessOrEqual',
    'Equal',
    'And',
    'Or',
    'Not',
    'Xor',
    'Where',
    'ThresholdedRelu',
    'Shrink',
    'IsNaN',
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
