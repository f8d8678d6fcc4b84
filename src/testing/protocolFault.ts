/** A process that does not keep to the line protocol: it is slow, gone, or talks nonsense. */
export class ProtocolFault extends Error {
  override readonly name = 'ProtocolFault';

  /**
   * @param line - the offending line, shortened; what the process last wrote to stderr if it ended
   * @param final - whether nothing more can be asked of it
   */
  constructor(
    message: string,
    readonly likelyCause: string,
    readonly line: string,
    readonly final: boolean,
  ) {
    super(message);
  }
}
