/** Microseconds of processor time an action takes: unlike a clock, blind to other programs. */
export function processorUs(action: () => unknown): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
