import { createRequire } from 'node:module';

/** What these tests use of onnxruntime-web; its own types need a browser's. */
interface Runtime {
  env: { logLevel: string; wasm: { numThreads: number } };
  Tensor: new (type: string, data: Float32Array, shape: readonly number[]) => object;
  InferenceSession: { create(bytes: Uint8Array, options?: object): Promise<Session> };
}

interface Session {
  readonly inputNames: readonly string[];
  readonly inputMetadata: readonly { shape: readonly (number | string)[] }[];
  run(feeds: object): Promise<Record<string, { data: ArrayLike<number | bigint | string> }>>;
}

const runtime = createRequire(import.meta.url)('onnxruntime-web') as Runtime;
runtime.env.logLevel = 'fatal';
runtime.env.wasm.numThreads = 1;

/** A model in onnxruntime: all outputs at points, one row of `width` numbers a point. */
export class RunningModel {
  private oneByOne = false;

  private constructor(
    private readonly session: Session,
    /** Lengths of the input's axes; the first is 0 where many points can be given at once. */
    private readonly shape: readonly number[],
  ) {}

  static async of(bytes: Uint8Array): Promise<RunningModel> {
    const session = await runtime.InferenceSession.create(bytes, { logSeverityLevel: 4 });
    const shape = session.inputMetadata[0].shape.map((length) =>
      typeof length === 'number' && length > 0 && length < 2 ** 24 ? length : 0,
    );
    return new RunningModel(session, shape);
  }

  /** The numbers of an output, one row a point. */
  async outputs(name: string, points: readonly Float32Array[]): Promise<number[][]> {
    if (this.shape[0] === 0 && !this.oneByOne) {
      // Some exporters write the batch that they traced into the graph.
      const rows = await this.batches(name, [points]).catch(() => null);
      if (rows) return rows;
      this.oneByOne = true;
    }
    return this.batches(
      name,
      points.map((point) => [point]),
    );
  }

  private async batches(name: string, at: readonly (readonly Float32Array[])[]) {
    const rows: number[][] = [];
    for (const batch of at) {
      const data = new Float32Array(batch.reduce((sum, { length }) => sum + length, 0));
      batch.forEach((point, k) => {
        data.set(point, k * point.length);
      });
      const shape = [this.shape[0] || batch.length, ...this.shape.slice(1)];
      const tensor = new runtime.Tensor('float32', data, shape);
      const made = await this.session.run({ [this.session.inputNames[0]]: tensor });
      const values = Array.from(made[name].data, Number);
      const width = values.length / batch.length;
      batch.forEach((_, k) => {
        rows.push(values.slice(k * width, (k + 1) * width));
      });
    }
    return rows;
  }
}
