/** What a user may say about how a network file is to be read. */
export interface ReadOptions {
  /** The tensor to read as the network's output; the first output that is no label if absent. */
  readonly output?: string | undefined;
  /**
   * Whether the first axis of the input is a batch. Told from the graph if absent: an axis of fixed
   * length that some layer mixes is none.
   */
  readonly batch?: 'first' | 'none' | undefined;
  /** Reads a network of one output z as the two-class network with logits (0, z). */
  readonly binary?: boolean | undefined;
  /** The memory that layers may take, in bytes; 1 GiB if absent. */
  readonly memory?: number | undefined;
}
