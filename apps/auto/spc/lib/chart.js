// What a control chart draws: the last samples with the limits that held when they were taken.

import { figuresOf, pointOf, spreadOf, text } from './figures.js';
import { limitsOf } from './limits.js';
import { broken, rulesFor, single } from './rules.js';

const SHOWN = 50;

export async function drawn(ctx, id) {
  const characteristic = await ctx.records.characteristic.get(id);
  if (!characteristic) throw ctx.refuse('characteristic.unknown', { code: id });
  return await draw(ctx, characteristic);
}

// The characteristic that was measured last, for the first page.
export async function rows(ctx) {
  const characteristic = await ctx.records.characteristic.first({ where: { active: true, count: { gt: 1 } }, orderBy: ['-lastAt'] });
  return characteristic ? await draw(ctx, characteristic) : { points: [], spreads: [] };
}

async function draw(ctx, characteristic) {
  const samples = await ctx.records.subgroup.find({
    where: { characteristic: characteristic.id, seq: { gt: characteristic.count - SHOWN }, state: { ne: 'excluded' } }, orderBy: ['seq'], limit: SHOWN,
  });
  const limits = await limitsOf(ctx, characteristic);
  if (samples.length < 2) return { points: [], spreads: [] };
  // Samples of a study are held against what came of it, or, while it runs, against trial limits.
  const trial = limits ? limits.figures : figuresOf(ctx, characteristic.chart, samples.filter((row) => !row.limits));
  const rules = await rulesFor(ctx, characteristic);
  const study = samples.filter((row) => !row.limits);
  const said = broken(ctx, rules, study.map((row) => pointOf(ctx, trial, row)));
  const points = samples.map((row, i) => {
    const at = study.indexOf(row);
    const point = at < 0 ? null : pointOf(ctx, trial, row);
    return {
      place: String(row.seq), code: row.code, at: row.at, seq: row.seq, lot: row.lot, value: row.value, centre: point ? text(point.centre) : row.centre,
      lower: point ? text(point.lower) : row.lower, upper: point ? text(point.upper) : row.upper, broken: at < 0 ? row.broken : said[at],
    };
  });
  const spreads = samples.map((row, i) => {
    const spread = row.limits ? null : spreadOf(trial, row, samples[i - 1]);
    return {
      place: String(row.seq), code: row.code, at: row.at, seq: row.seq, value: spread ? text(spread.value) : row.spread, centre: spread ? text(spread.centre) : row.spreadCentre,
      lower: spread ? text(spread.lower) : row.spreadLower, upper: spread ? text(spread.upper) : row.spreadUpper,
      broken: spread ? broken(ctx, single(rules), [spread])[0] : row.spreadBroken,
    };
  }).filter((row) => row.value !== null && row.value !== undefined && row.centre);
  return { code: characteristic.code, phase: characteristic.phase, points, spreads };
}
