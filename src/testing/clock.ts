import { callable, record } from '../errors/kinds.js';

/** What limits on the time of others go by. */
export interface Clock {
  /**
   * Does something when so much time has gone by.
   *
   * @returns takes it back
   */
  after(milliseconds: number, action: () => void): () => void;
}

/** The clock on the wall. */
export const WALL_CLOCK: Clock = {
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** A clock, as an argument. */
export const clockKind = record({ after: callable });
