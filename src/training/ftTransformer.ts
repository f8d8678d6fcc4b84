import * as tf from '@tensorflow/tfjs-core';
import type { FtTransformerArchitecture } from './architecture.js';
import { layerNorm, layerNormParameters } from './layerNorm.js';
import { dense, dropOut } from './layers.js';
import type { DropoutSource, Model } from './model.js';
import { denseParameters, type Parameters } from './parameters.js';

/**
 * The FT-Transformer: a token per feature and one for the class, attention blocks with
 * pre-normalisation (none before the first), ReGLU feed-forward of 4/3 the token, and a head that
 * reads the class token.
 *
 * Not piecewise affine: `networkOf` makes it the network whose limits are decided.
 *
 * Source: Gorishniy et al. 2021.
 */
export function ftTransformerModel(
  architecture: FtTransformerArchitecture,
  inputs: number,
  classes: number,
): Model {
  const { blocks, token, heads, attentionDropout, feedForwardDropout } = architecture;
  const inner = feedForwardWidth(token);
  const tokens = inputs + 1;
  return {
    initialParameters(random) {
      const bound = 1 / Math.sqrt(token);
      const drawn = (rows: number) => ({
        shape: [rows, token],
        values: Float32Array.from(
          { length: rows * token },
          () => bound * (2 * random.uniform() - 1),
        ),
        trainable: true,
        decays: false,
      });
      let all: Parameters = {
        'tokens.weights': drawn(inputs),
        'tokens.bias': drawn(inputs),
        'tokens.class': drawn(1),
      };
      for (let b = 0; b < blocks; b++) {
        all = {
          ...all,
          ...(b > 0 ? layerNormParameters(`block${b}.attentionNorm`, token) : {}),
          ...denseParameters(`block${b}.query`, token, token, random),
          ...denseParameters(`block${b}.key`, token, token, random),
          ...denseParameters(`block${b}.value`, token, token, random),
          ...denseParameters(`block${b}.mix`, token, token, random),
          ...layerNormParameters(`block${b}.feedNorm`, token),
          ...denseParameters(`block${b}.feedIn`, token, inner, random),
          ...denseParameters(`block${b}.feedGate`, token, inner, random),
          ...denseParameters(`block${b}.feedOut`, inner, token, random),
        };
      }
      return {
        ...all,
        ...layerNormParameters('norm', token),
        ...denseParameters('head', token, classes, random),
      };
    },
    forward(tensors, x, source) {
      const rows = x.shape[0];
      const flat = (value: tf.Tensor) =>
        tf.reshape(value, [value.size / token, token]) as tf.Tensor2D;
      const features = tf.add(
        tf.mul(tf.reshape(x, [rows, inputs, 1]), tensors['tokens.weights']),
        tensors['tokens.bias'],
      );
      const first = tf.tile(tf.reshape(tensors['tokens.class'], [1, 1, token]), [rows, 1, 1]);
      let value = flat(tf.concat([features, first], 1));
      let count = tokens;
      for (let b = 0; b < blocks; b++) {
        // Only the class token is read in the end, so the last block asks for it alone.
        const asked = b === blocks - 1 ? 1 : tokens;
        const lastTokens = (all: tf.Tensor2D, width: number) =>
          asked === count
            ? all
            : (tf.reshape(
                tf.slice(
                  tf.reshape(all, [rows, count, width]),
                  [0, count - asked, 0],
                  [rows, asked, width],
                ),
                [rows * asked, width],
              ) as tf.Tensor2D);
        const normed = b > 0 ? layerNorm(tensors, `block${b}.attentionNorm`, value) : value;
        const attended = attention(
          tensors,
          `block${b}`,
          lastTokens(normed, token),
          normed,
          { rows, asked, count, heads, token },
          attentionDropout,
          source,
        );
        value = tf.add(lastTokens(value, token), attended);
        count = asked;
        const feed = layerNorm(tensors, `block${b}.feedNorm`, value);
        const gated = tf.mul(
          dense(tensors, `block${b}.feedIn`, feed),
          tf.relu(dense(tensors, `block${b}.feedGate`, feed)),
        ) as tf.Tensor2D;
        value = tf.add(
          value,
          dense(tensors, `block${b}.feedOut`, dropOut(gated, feedForwardDropout, source)),
        );
      }
      const penultimate = tf.relu(layerNorm(tensors, 'norm', value));
      const logits = dense(tensors, 'head', penultimate);
      return { logits, penultimate, hidden: [penultimate], statistics: {} };
    },
  };
}

function attention(
  tensors: Readonly<Record<string, tf.Tensor>>,
  block: string,
  asking: tf.Tensor2D,
  answering: tf.Tensor2D,
  sizes: { rows: number; asked: number; count: number; heads: number; token: number },
  rate: number,
  source: DropoutSource,
): tf.Tensor2D {
  const { rows, asked, count, heads, token } = sizes;
  const width = token / heads;
  const split = (value: tf.Tensor2D, length: number) =>
    tf.transpose(tf.reshape(value, [rows, length, heads, width]), [0, 2, 1, 3]) as tf.Tensor4D;
  const query = split(dense(tensors, `${block}.query`, asking), asked);
  const key = split(dense(tensors, `${block}.key`, answering), count);
  const content = split(dense(tensors, `${block}.value`, answering), count);
  const weights = tf.softmax(tf.div(tf.matMul(query, key, false, true), Math.sqrt(width)));
  const mixed = tf.matMul(dropOut(weights, rate, source), content);
  const joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows * asked, token]);
  return dense(tensors, `${block}.mix`, joined as tf.Tensor2D);
}

/** How wide the feed-forward layer between tokens is: 4/3 of the token. */
function feedForwardWidth(token: number): number {
  return Math.max(1, Math.floor((4 / 3) * token));
}
