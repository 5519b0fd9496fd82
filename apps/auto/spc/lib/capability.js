// Capability: an index of a process that is not stable, or of too few samples, says nothing and is not said.

import { pointOf, spreadOf } from './figures.js';
import { limitsOf } from './limits.js';
import { broken, rulesFor, single } from './rules.js';

const LEAST = 25;
const MOST = 100;

export async function indices(ctx, id) {
  const characteristic = await ctx.records.characteristic.get(id);
  if (!characteristic) throw ctx.refuse('characteristic.unknown', { code: id });
  if (characteristic.chart === 'p') throw ctx.refuse('capability.attribute', {});
  if (!characteristic.lsl && !characteristic.usl) throw ctx.refuse('capability.noSpec', {});
  const limits = await limitsOf(ctx, characteristic);
  if (!limits) throw ctx.refuse('capability.phaseI', {});
  const gauge = characteristic.gauge ? await ctx.records.gauge.first({ where: { code: characteristic.gauge } }) : null;
  if (gauge?.grr && Number(gauge.grr) > 30) throw ctx.refuse('capability.gauge', { grr: gauge.grr });
  const samples = await ctx.records.subgroup.find({
    where: { characteristic: characteristic.id, seq: { gt: Math.max(limits.first - 1, characteristic.count - MOST) }, state: { ne: 'excluded' } }, orderBy: ['seq'], limit: MOST,
  });
  if (samples.length < LEAST) throw ctx.refuse('capability.few', { least: LEAST, got: samples.length });
  const rules = await rulesFor(ctx, characteristic);
  const out = unstable(ctx, limits.figures, rules, samples);
  if (out.length > 0) throw ctx.refuse('capability.unstable', { points: out.slice(0, 10).join(', ') });
  const found = ctx.stats.capability(samples.map((row) => row.values), { lower: characteristic.lsl, upper: characteristic.usl });
  const last = samples[samples.length - 1].seq;
  const row = (name, value, digits) => ({ name: ctx.t('index.' + name), value: value === null ? null : value.toFixed(digits), rating: rating(name, value), samples: samples.length, last });
  return {
    ...found, samples: samples.length,
    rows: [
      row('cp', found.cp, 3), row('cpk', found.cpk, 3), row('pp', found.pp, 3), row('ppk', found.ppk, 3),
      row('mean', found.mean, 5), row('sigmaWithin', found.sigmaWithin, 5), row('sigmaOverall', found.sigmaOverall, 5),
    ],
  };
}

function unstable(ctx, figures, rules, samples) {
  const places = broken(ctx, rules, samples.map((row) => pointOf(ctx, figures, row)));
  const spreads = samples.map((row, i) => spreadOf(figures, row, samples[i - 1]));
  return samples.filter((row, i) => places[i].length > 0 || (spreads[i] && broken(ctx, single(rules), [spreads[i]])[0].length > 0)).map((row) => row.seq);
}

// The trade's own bands: 1.67 is good, 1.33 will do, below 1 parts are scrapped.
function rating(name, value) {
  if (value === null || !['cp', 'cpk', 'pp', 'ppk'].includes(name)) return 'none';
  return value >= 1.67 ? 'good' : value >= 1.33 ? 'fair' : value >= 1 ? 'weak' : 'poor';
}
