/**
 * A detector as a module for `farfield detect --module`: the distance of an input to the nearest
 * class mean of the training inputs. It does not look at the network.
 */
export default {
  name: 'distance to the nearest class mean',
  declares: { replication: true },
  fit({ network, train }) {
    const sums = new Map();
    train.x.forEach((row, i) => {
      const label = train.y[i];
      const { sum, count } = sums.get(label) ?? { sum: row.map(() => 0), count: 0 };
      sums.set(label, { sum: sum.map((value, j) => value + row[j]), count: count + 1 });
    });
    const means = [...sums.values()].map(({ sum, count }) => sum.map((value) => value / count));
    return {
      score: (rows) =>
        rows.map((row) => {
          if (row.length !== network.inputs) throw new Error(`a row has ${row.length} numbers`);
          return Math.min(...means.map((mean) => Math.hypot(...mean.map((m, j) => m - row[j]))));
        }),
    };
  },
};
