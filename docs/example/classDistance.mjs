/** Novelty: how far an input is from the nearest class mean, each feature in standard deviations. */
export default {
  name: 'class distance',
  declares: { far: 'out' },
  fit({ train: { x, y } }) {
    const mean = (rows, d) => rows.reduce((sum, row) => sum + row[d] / rows.length, 0);
    const deviations = x[0].map((_, d) => {
      const middle = mean(x, d);
      return Math.sqrt(x.reduce((sum, row) => sum + (row[d] - middle) ** 2 / x.length, 0));
    });
    // A feature that never moved has no unit: it is left out.
    const used = deviations.flatMap((deviation, d) => (deviation > 0 ? [d] : []));
    const centres = [...new Set(y)].map((label) => {
      const rows = x.filter((_, i) => y[i] === label);
      return used.map((d) => mean(rows, d));
    });
    const distance = (row, centre) =>
      Math.hypot(...used.map((d, k) => (row[d] - centre[k]) / deviations[d]));
    return {
      score: (rows) => rows.map((row) => Math.min(...centres.map((c) => distance(row, c)))),
    };
  },
};
