import { Refusal } from '../lowering/refusal.js';
import { type AttributeProto, type NodeProto, type TensorProto, toNumber } from './decodeModel.js';

/** A node of an ONNX graph with its attributes at hand. */
export class OnnxNode {
  private readonly attributes: ReadonlyMap<string, AttributeProto>;

  constructor(
    private readonly proto: NodeProto,
    /** Its place in the file. */
    readonly index: number,
    /** The version of its operator set that the file uses. */
    readonly opset: number,
  ) {
    this.attributes = new Map(proto.attribute.map((attribute) => [attribute.name, attribute]));
  }

  get operator(): string {
    return this.proto.opType;
  }

  get domain(): string {
    return this.proto.domain;
  }

  /** The operator with its domain; that of ONNX itself is left out: `ai.onnx.ml.Scaler`, `Relu`. */
  get key(): string {
    const { domain, opType } = this.proto;
    return domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;
  }

  /** The tensors it reads; an empty name is an optional input left out. */
  get inputs(): readonly string[] {
    return this.proto.input;
  }

  get outputs(): readonly string[] {
    return this.proto.output;
  }

  /** A short name for the network's labels: the node's own, else its first output's. */
  get label(): string {
    return this.proto.name || this.proto.output[0] || `node ${this.index}`;
  }

  /** Where it sits, for messages. */
  get path(): string {
    return `graph.node[${this.index}] "${this.label}"`;
  }

  has(name: string): boolean {
    return this.attributes.has(name);
  }

  float(name: string, fallback: number): number {
    const attribute = this.attributes.get(name);
    if (!attribute) return fallback;
    if (Number.isNaN(attribute.f)) {
      throw new Refusal('not_finite', 'must be a number', 'export the model again', {
        path: `${this.path}.${name}`,
        value: attribute.f,
      });
    }
    return attribute.f;
  }

  integer(name: string, fallback: number): number {
    const attribute = this.attributes.get(name);
    return attribute ? toNumber(attribute.i) : fallback;
  }

  integers(name: string): number[] | null {
    return this.attributes.get(name)?.ints.map(toNumber) ?? null;
  }

  floats(name: string): readonly number[] | null {
    return this.attributes.get(name)?.floats ?? null;
  }

  text(name: string, fallback: string): string {
    const attribute = this.attributes.get(name);
    return attribute ? new TextDecoder().decode(Uint8Array.from(attribute.s)) : fallback;
  }

  texts(name: string): string[] | null {
    const strings = this.attributes.get(name)?.strings;
    return strings
      ? strings.map((bytes) => new TextDecoder().decode(Uint8Array.from(bytes)))
      : null;
  }

  tensor(name: string): TensorProto | null {
    return this.attributes.get(name)?.t ?? null;
  }
}
