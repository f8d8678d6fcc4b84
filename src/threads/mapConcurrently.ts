/**
 * Maps items with at most `limit` actions under way at a time; results in the order of the items.
 *
 * After a failure nothing new is started, and the failure is thrown only when what was under way
 * has ended: a pool of threads can then be closed without a thread still answering.
 *
 * @param limit - at least 1
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  action: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const failures: unknown[] = [];
  let next = 0;
  const work = async () => {
    while (next < items.length && failures.length === 0) {
      const n = next++;
      try {
        results[n] = await action(items[n]!);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}
