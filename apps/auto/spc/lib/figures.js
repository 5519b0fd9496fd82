// Numbers of a chart: limits from subgroups, and what a point is held against.

// Limits are kept as the numbers that were computed, so that a point is judged by them and not by their rounding.
export function figuresOf(ctx, chart, subgroups) {
  if (chart === 'p') {
    const line = ctx.stats.p(subgroups.map((s) => s.defective), subgroups.map((s) => s.inspected));
    return { chart, centre: line.centre };
  }
  const both = chart === 'imr' ? ctx.stats.imr(subgroups.map((s) => s.values[0])) : ctx.stats.xbarR(subgroups.map((s) => s.values));
  const part = (line) => ({ centre: line.centre, sigma: line.sigma, lower: line.lower, upper: line.upper });
  return { chart, n: both.n, within: both.sigma, ...part(both.location), spread: part(both.spread) };
}

// The point of a subgroup; the share of nonconforming pieces has limits by the size of its own sample.
export function pointOf(ctx, figures, subgroup) {
  if (figures.chart === 'p') {
    const sigma = Math.sqrt(figures.centre * (1 - figures.centre) / subgroup.inspected);
    return {
      value: subgroup.defective / subgroup.inspected, centre: figures.centre, sigma,
      lower: Math.max(0, figures.centre - 3 * sigma), upper: Math.min(1, figures.centre + 3 * sigma),
    };
  }
  const { centre, sigma, lower, upper } = figures;
  return { value: ctx.stats.mean(subgroup.values), centre, sigma, lower, upper };
}

// Range of a subgroup; of individual values the distance from the one before, and none for the first.
export function spreadOf(figures, subgroup, before) {
  if (figures.chart === 'p') return null;
  const numbers = figures.chart === 'imr' ? (before ? [Number(before.values[0]), Number(subgroup.values[0])] : null) : subgroup.values.map(Number);
  return numbers && { value: Math.max(...numbers) - Math.min(...numbers), ...figures.spread };
}

// As a decimal field takes it.
export function text(number) {
  return number === null || number === undefined ? null : (Math.round(number * 1e6) / 1e6 + 0).toFixed(6);
}

// The limits as one line of text, which a signature stands on.
export const markOf = (ctx, limits) => groups(ctx.hash.sha256(JSON.stringify([limits.code, limits.edition, limits.first, limits.last, limits.used, sorted(limits.figures)])));

// Half of the digest, in groups that people can compare by eye.
const groups = (digest) => digest.slice(0, 32).match(/.{4}/g).join(' ');

const sorted = (value) => (value && typeof value === 'object' ? Object.keys(value).sort().map((key) => [key, sorted(value[key])]) : value);
