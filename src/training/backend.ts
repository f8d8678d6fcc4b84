import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients of the operations.
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { InputError } from '../errors/inputError.js';
import { useTransposedProducts } from './transposedProducts.js';

/** What can do the arithmetic, fastest first. All of it is float32. */
export type BackendName = 'native' | 'wasm' | 'cpu';

/** The backend in use. */
export interface Backend {
  readonly name: BackendName;
  /** TensorFlow.js's version. */
  readonly version: string;
  /** Why a faster one is not in use. */
  readonly notes: readonly string[];
}

const ORDER: readonly BackendName[] = ['native', 'wasm', 'cpu'];

/** What TensorFlow.js calls them. */
const REGISTERED = { native: 'tensorflow', wasm: 'wasm', cpu: 'cpu' } as const;

let chosen: Promise<Backend> | undefined;

/**
 * Makes TensorFlow.js ready in this thread: the native backend if the optional package
 * `@tensorflow/tfjs-node` loads and computes, else WebAssembly, else plain JavaScript.
 *
 * Chosen once a thread, so that one run never mixes backends.
 *
 * @param only - use this backend or fail
 * @throws InputError `unsupported` if the backend asked for does not work here
 *
 * @example
 * ```ts
 * (await backend()).name; // 'wasm' without the optional package
 * ```
 */
export async function backend(only?: BackendName): Promise<Backend> {
  chosen ??= remembered(chooseBackend(only ? [only] : ORDER), undefined);
  const found = await chosen;
  if (!only || found.name === only) return found;
  // An explicit wish after another choice: switch, or keep to what works.
  chosen = remembered(chooseBackend([only]), chosen);
  return chosen;
}

/** A choice that, if it fails, leaves the one before in force. */
function remembered(
  choice: Promise<Backend>,
  before: Promise<Backend> | undefined,
): Promise<Backend> {
  return choice.catch(async (error) => {
    chosen = before;
    if (before) await tf.setBackend(REGISTERED[(await before).name]);
    throw error;
  });
}

async function chooseBackend(candidates: readonly BackendName[]): Promise<Backend> {
  // Switches off the advertisement for the native package.
  tf.enableProdMode();
  const notes: string[] = [];
  for (const name of candidates) {
    const before = processListeners();
    try {
      if (name === 'native') await import(NATIVE_PACKAGE);
      if (name === 'wasm') setWasmPaths(wasmFolder());
      if (!(await tf.setBackend(REGISTERED[name]))) throw new Error('did not start');
      await tf.ready();
      if (name === 'wasm') useTransposedProducts();
      if (!computes()) throw new Error('computed a wrong product');
      return { name, version: tf.version_core, notes };
    } catch (error) {
      notes.push(`${name}: ${firstLine(error)}`);
    } finally {
      removeNewListeners(before);
    }
  }
  throw new InputError('training', [
    {
      code: 'unsupported',
      path: 'backend',
      value: candidates.join(', '),
      rule: `does not work here (${notes.join('; ')})`,
      remedy: 'leave the choice to farfield',
    },
  ]);
}

/** A variable, so that the optional package is not needed to compile. */
const NATIVE_PACKAGE: string = '@tensorflow/tfjs-node';

function wasmFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  return `${dirname(entry)}/`;
}

/** A backend that loads may still not run on this processor. */
function computes(): boolean {
  return tf.tidy(() => {
    const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
    return product.dataSync()[0] === 11;
  });
}

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

type Listener = (...args: unknown[]) => void;

function processListeners(): Map<string, Set<Listener>> {
  return new Map(
    EVENTS.map((event) => [event, new Set(process.listeners(event as 'exit'))] as never),
  );
}

/** The WebAssembly loader catches every error of the process; that is not its business. */
function removeNewListeners(before: Map<string, Set<Listener>>): void {
  for (const event of EVENTS) {
    for (const listener of process.listeners(event as 'exit') as Listener[]) {
      if (!before.get(event)!.has(listener)) process.removeListener(event, listener);
    }
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
