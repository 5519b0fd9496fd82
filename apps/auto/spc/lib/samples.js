// Samples: taken down once, judged at once by the limits that are signed, never changed afterwards.

import { pointOf, spreadOf, text } from './figures.js';
import { gaugeOf, isFiner } from './gauges.js';
import { limitsOf } from './limits.js';
import { broken, rulesFor, single } from './rules.js';
import { raise } from './signals.js';

const LOOK_BACK = 30; // no rule looks at more points

export async function measure(ctx, input) {
  const characteristic = await known(ctx, input.characteristic);
  if (characteristic.chart === 'p') throw ctx.refuse('sample.counts', { code: characteristic.code });
  const gauge = await gaugeOf(ctx, characteristic);
  const values = readValues(ctx, characteristic, gauge, input.values.split(/[\s,;，；、]+/).filter((v) => v !== ''), input.sure === true);
  return await take(ctx, characteristic, [{ values, lot: input.lot, machine: input.machine, at: atOf(ctx, input.at), source: 'entry' }]);
}

export async function count(ctx, input) {
  const characteristic = await known(ctx, input.characteristic);
  if (characteristic.chart !== 'p') throw ctx.refuse('sample.values', { code: characteristic.code });
  if (input.defective > input.inspected) throw ctx.refuse('sample.more', { inspected: input.inspected });
  return await take(ctx, characteristic, [{ inspected: input.inspected, defective: input.defective, lot: input.lot, machine: input.machine, at: atOf(ctx, input.at), source: 'entry' }]);
}

export async function known(ctx, id) {
  const characteristic = await ctx.records.characteristic.get(id) ?? await ctx.records.characteristic.first({ where: { code: id } });
  if (!characteristic || !characteristic.active) throw ctx.refuse('characteristic.unknown', { code: id });
  return characteristic;
}

export function atOf(ctx, at) {
  if (!at) return ctx.now();
  if (at > ctx.now()) throw ctx.refuse('sample.future', {});
  return at.length === 24 ? at : new Date(Date.parse(at)).toISOString();
}

// As many numbers as the plan says, none finer than the gauge, none that looks like a slipped decimal point.
export function readValues(ctx, characteristic, gauge, words, isSure) {
  if (words.length !== characteristic.size) throw ctx.refuse('sample.size', { size: characteristic.size, got: words.length });
  const odd = words.find((word) => !/^[+-]?\d{1,9}(\.\d{1,6})?$/.test(word));
  if (odd !== undefined) throw ctx.refuse('sample.number', { value: odd });
  const values = words.map((word) => ctx.decimal.round(word.replace('+', ''), 6));
  const fine = values.find((value) => isFiner(ctx, gauge, value));
  if (fine) throw ctx.refuse('gauge.finer', { value: fine, resolution: gauge.resolution });
  if (characteristic.lsl && characteristic.usl && !isSure) {
    const [low, high] = [Number(characteristic.lsl), Number(characteristic.usl)];
    const far = values.find((value) => Number(value) < low - 5 * (high - low) || Number(value) > high + 5 * (high - low));
    if (far) throw ctx.refuse('sample.far', { value: far });
  }
  return values;
}

// Takes samples down in their order. Each is judged with those before it; a broken rule or a piece outside the specification is a signal.
export async function take(ctx, characteristic, taken) {
  const limits = await limitsOf(ctx, characteristic);
  const rules = limits ? await rulesFor(ctx, characteristic) : [];
  const run = limits ? await lastOf(ctx, characteristic, limits) : [];
  const points = run.map((row) => pointOf(ctx, limits.figures, row));
  const signals = [];
  let seq = characteristic.count;
  for (const sample of taken) {
    seq++;
    const row = { ...sample, values: sample.values ?? [], seq };
    if (limits) points.push(pointOf(ctx, limits.figures, row));
    const judged = limits ? judge(ctx, limits.figures, rules, points.slice(-LOOK_BACK), row, run[run.length - 1]) : { point: null, spread: null, broken: [], spreadBroken: [] };
    run.push(row);
    const outside = outsideOf(characteristic, row) ? [ctx.t('rule.spec')] : [];
    const words = [...outside, ...judged.broken, ...judged.spreadBroken.map((word) => 'R:' + word)];
    const id = ctx.records.subgroup.insert(rowOf(ctx, characteristic, limits, row, judged, [...outside, ...judged.broken], words.length > 0));
    if (words.length > 0) signals.push({ signal: await raise(ctx, characteristic, id, row, words), seq, rules: words });
  }
  const last = taken.map((sample) => sample.at).reduce((a, b) => (a > b ? a : b), characteristic.lastAt ?? '');
  ctx.records.characteristic.update(characteristic.id, { count: seq, lastAt: last }, { version: characteristic.version });
  ctx.emit('SubgroupRecorded', { characteristic: characteristic.code, first: characteristic.count + 1, last: seq });
  return { code: characteristic.code, first: characteristic.count + 1, last: seq, signals };
}

// A signed chart begins anew: points from before its limits do not finish a run.
const lastOf = async (ctx, characteristic, limits) => (await ctx.records.subgroup.find({
  where: { characteristic: characteristic.id, limits: limits.id, state: { ne: 'excluded' }, seq: { gt: characteristic.count - LOOK_BACK } }, orderBy: ['seq'], limit: LOOK_BACK,
}));

function judge(ctx, figures, rules, points, row, before) {
  const spread = spreadOf(figures, row, before);
  const last = (lists) => lists[lists.length - 1];
  return { point: last(points), spread, broken: last(broken(ctx, rules, points)), spreadBroken: spread ? last(broken(ctx, single(rules), [spread])) : [] };
}

function outsideOf(characteristic, row) {
  return row.values.some((value) => (characteristic.lsl && Number(value) < Number(characteristic.lsl)) || (characteristic.usl && Number(value) > Number(characteristic.usl)));
}

function rowOf(ctx, characteristic, limits, row, { point, spread, spreadBroken }, words, isSignal) {
  const numbers = row.values.map(Number);
  const isShare = characteristic.chart === 'p';
  return {
    key: characteristic.code + '/' + String(row.seq).padStart(6, '0'), characteristic: characteristic.id, code: characteristic.code, seq: row.seq, at: row.at, day: ctx.date.dayOf(row.at),
    by: ctx.user.id, lot: row.lot?.trim() || null, machine: row.machine?.trim() || null, source: row.source,
    values: row.values, n: isShare ? row.inspected : row.values.length, inspected: row.inspected ?? null, defective: row.defective ?? null,
    value: text(isShare ? row.defective / row.inspected : ctx.stats.mean(row.values)),
    spread: text(spread ? spread.value : numbers.length > 1 ? Math.max(...numbers) - Math.min(...numbers) : null),
    limits: limits?.id ?? null, centre: text(point?.centre), lower: text(point?.lower), upper: text(point?.upper),
    spreadCentre: text(spread?.centre), spreadLower: text(spread?.lower), spreadUpper: text(spread?.upper),
    broken: words, spreadBroken, state: isSignal ? 'signal' : 'ok',
  };
}

// A sample with a known special cause is left out of limits and indices. It stays on record with the reason and the name.
export async function leaveOut(ctx, input) {
  const subgroup = await ctx.records.subgroup.get(input.subgroup);
  if (!subgroup) throw ctx.refuse('subgroup.unknown', {});
  if (subgroup.state === 'excluded') throw ctx.refuse('subgroup.state', { state: ctx.t('state.excluded') });
  const open = await ctx.records.signal.first({ where: { subgroup: subgroup.id, state: { ne: 'closed' } } });
  if (open) throw ctx.refuse('subgroup.open', { seq: subgroup.seq });
  const characteristic = await ctx.records.characteristic.get(subgroup.characteristic);
  const limits = await limitsOf(ctx, characteristic);
  if (limits && subgroup.seq <= limits.last && subgroup.seq >= limits.first) throw ctx.refuse('subgroup.signed', { edition: limits.edition });
  ctx.records.subgroup.update(subgroup.id, { state: 'excluded', why: input.reason.trim(), excludedBy: ctx.user.id }, { version: subgroup.version });
  ctx.records.change.insert({ code: subgroup.code, what: ctx.t('change.excluded', { seq: subgroup.seq, reason: input.reason.trim() }), by: ctx.user.id, at: ctx.now() });
  return { subgroup: subgroup.id, state: 'excluded' };
}
