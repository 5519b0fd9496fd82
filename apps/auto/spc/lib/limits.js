// Limits: worked out from a study (phase I), proposed by one person and signed by another, and from then on frozen (phase II).

import { figuresOf, markOf, pointOf, spreadOf, text } from './figures.js';
import { broken, rulesFor, single } from './rules.js';

const LEAST = 20; // subgroups of a study; 25 are better
const MOST = 100;

// The signed limits in force, or null in phase I. Limits that somebody changed by hand are no limits.
export async function limitsOf(ctx, characteristic) {
  if (!characteristic.limits) return null;
  const limits = await ctx.records.limits.get(characteristic.limits);
  if (!limits || limits.state !== 'signed' || markOf(ctx, limits) !== limits.mark) throw ctx.refuse('limits.changed', { code: characteristic.code });
  return limits;
}

// The samples of the study: those since it began that nobody left out.
export async function studyOf(ctx, characteristic) {
  return await ctx.records.subgroup.find({
    where: { characteristic: characteristic.id, seq: { gt: Math.max(characteristic.since ?? 0, characteristic.count - MOST) }, state: { ne: 'excluded' } }, orderBy: ['seq'], limit: MOST,
  });
}

export async function propose(ctx, id) {
  const characteristic = await ctx.records.characteristic.get(id);
  if (!characteristic) throw ctx.refuse('characteristic.unknown', { code: id });
  if (characteristic.limits) throw ctx.refuse('limits.there', { code: characteristic.code });
  const study = await studyOf(ctx, characteristic);
  if (study.length < LEAST) throw ctx.refuse('limits.few', { least: LEAST, got: study.length });
  const figures = figuresOf(ctx, characteristic.chart, study);
  const out = outOf(ctx, figures, single(await rulesFor(ctx, characteristic)), study);
  if (out.length > 0) throw ctx.refuse('limits.unstable', { points: out.slice(0, 10).join(', ') });
  const edition = characteristic.editions + 1;
  const [first, last] = [study[0].seq, study[study.length - 1].seq];
  const body = { code: characteristic.code, edition, first, last, used: study.length, figures };
  const shown = figures.chart === 'p' ? pointOf(ctx, figures, study[study.length - 1]) : figures;
  const limits = ctx.records.limits.insert({
    ...body, key: characteristic.code + '/' + edition, characteristic: characteristic.id, chart: characteristic.chart, mark: markOf(ctx, body), state: 'proposed',
    centre: text(shown.centre), lower: text(shown.lower), upper: text(shown.upper), sigma: text(figures.within ?? shown.sigma),
    spreadCentre: text(figures.spread?.centre), spreadLower: text(figures.spread?.lower), spreadUpper: text(figures.spread?.upper),
    proposedBy: ctx.user.id, proposedAt: ctx.now(),
  });
  ctx.records.characteristic.update(characteristic.id, { editions: edition }, { version: characteristic.version });
  return { limits, edition, used: study.length, centre: figures.centre, lower: shown.lower, upper: shown.upper, spread: figures.spread ?? null, enough: study.length >= 25 };
}

// Points beyond the trial limits. One with a special cause is left out, with the cause; then the limits are worked out again.
function outOf(ctx, figures, rules, study) {
  const places = broken(ctx, rules, study.map((row) => pointOf(ctx, figures, row)));
  const spreads = study.map((row, i) => spreadOf(figures, row, study[i - 1]));
  return study.filter((row, i) => places[i].length > 0 || (spreads[i] && broken(ctx, rules, [spreads[i]])[0].length > 0)).map((row) => row.seq);
}

export async function sign(ctx, id) {
  const limits = await ctx.records.limits.get(id);
  if (!limits) throw ctx.refuse('limits.unknown', {});
  if (limits.state !== 'proposed') throw ctx.refuse('limits.state', { state: ctx.t('state.' + limits.state) });
  if (limits.proposedBy === ctx.user.id) throw ctx.refuse('limits.own', {});
  if (markOf(ctx, limits) !== limits.mark) throw ctx.refuse('limits.changed', { code: limits.code });
  const characteristic = await ctx.records.characteristic.get(limits.characteristic);
  if (characteristic.limits) throw ctx.refuse('limits.there', { code: limits.code });
  if (characteristic.editions !== limits.edition) throw ctx.refuse('limits.newer', { edition: characteristic.editions });
  const left = await ctx.records.subgroup.count({ where: { characteristic: characteristic.id, seq: { between: [limits.first, limits.last] }, state: { ne: 'excluded' } } });
  if (left !== limits.used) throw ctx.refuse('limits.stale', { used: limits.used, left });
  ctx.records.limits.update(limits.id, { state: 'signed', signedBy: ctx.user.id, signedAt: ctx.now() }, { version: limits.version });
  ctx.records.characteristic.update(characteristic.id, { limits: limits.id, phase: 'II' }, { version: characteristic.version });
  ctx.records.change.insert({ code: limits.code, what: ctx.t('change.signed', { edition: limits.edition }), by: ctx.user.id, at: ctx.now() });
  ctx.emit('LimitsSigned', { characteristic: limits.code, edition: limits.edition });
  return { limits: limits.id, edition: limits.edition, state: 'signed' };
}

// The process was changed on purpose: its limits retire, and a new study begins with the next sample.
export async function restart(ctx, input) {
  const characteristic = await ctx.records.characteristic.get(input.characteristic);
  if (!characteristic) throw ctx.refuse('characteristic.unknown', { code: input.characteristic });
  if (!characteristic.limits) throw ctx.refuse('limits.none', { code: characteristic.code });
  ctx.records.limits.update(characteristic.limits, { state: 'retired', retiredAt: ctx.now(), reason: input.reason.trim() });
  ctx.records.characteristic.update(characteristic.id, { limits: null, phase: 'I', since: characteristic.count }, { version: characteristic.version });
  ctx.records.change.insert({ code: characteristic.code, what: ctx.t('change.restudy', { reason: input.reason.trim() }), by: ctx.user.id, at: ctx.now() });
  return { code: characteristic.code, phase: 'I' };
}
