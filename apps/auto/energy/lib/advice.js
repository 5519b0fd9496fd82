// When shiftable loads should run, so that the month's bill is least: the energy at its price, and the demand charge for every kilowatt by which the
// day's highest quarter would pass what the month's other days have reached already. Each load is moved in turn, the others where they stand.

import { MICRO, micro, text } from './amounts.js';
import { SLOTS, slotAt, timeAt } from './days.js';
import { dayOf } from './reports.js';
import { inForce, tariffOn } from './tariffs.js';

const ROUNDS = 3;

export async function advise(ctx, id) {
  const day = await dayOf(ctx, id);
  if (!day) return { rows: [] };
  const tariff = tariffOn(await inForce(ctx), day.day);
  if (!tariff) throw ctx.refuse('tariff.none', { day: day.day });
  const loads = await ctx.records.load.find({ where: { active: true }, orderBy: ['code'], limit: 20 });
  const others = await ctx.records.day.find({ where: { meter: day.meter, month: day.month, day: { ne: day.day } }, limit: 31, select: ['peakKw'] });
  const floor = others.reduce((most, other) => Math.max(most, micro(other.peakKw)), 0);
  const found = plan(day.values.map((v) => (v ?? 0) * 4), tariff.prices.map((p) => micro(p)), micro(tariff.demandPrice), floor, loads.map(read));
  const rows = found.loads.map((load) => ({
    day: day.day, code: load.code, name: load.name, kw: text(load.kw), kwh: text((load.kw * load.quarters) / 4), usual: span(load.usual, load), best: load.isSeen ? span(load.at, load) : '',
    saves: load.saves, peakBefore: text(load.peakBefore), peakAfter: text(load.peakAfter), verdict: verdict(load), why: why(ctx, load, tariff.kinds),
  }));
  return { rows, total: { saves: found.saves, peakBefore: text(found.peakBefore), peakAfter: text(found.peakAfter), day: day.day, code: day.code } };
}

const read = (load) => ({
  code: load.code, name: load.name, kw: micro(load.kw), quarters: load.quarters, usual: slotAt(load.usual), earliest: slotAt(load.earliest), latest: slotAt(load.latest),
});
const span = (at, load) => timeAt(at) + '–' + timeAt(at + load.quarters);
const verdict = (load) => (!load.isSeen ? 'absent' : load.at === load.usual ? 'stay' : 'move');

// Pure: the day's load and the loads' powers in millionths of a kW, prices in millionths of a yuan; savings come as micro-yuan to the fen.
export function plan(curve, prices, demandPrice, floor, given) {
  const sums = [0];
  for (const price of prices) sums.push(sums[sums.length - 1] + price);
  const now = curve.slice();
  const loads = given.map((load) => ({ ...load, at: load.usual, isSeen: fits(now, load), saves: 0, peakBefore: 0, peakAfter: 0 }));
  const peakBefore = most(now);
  // A quarter of an hour at so many kW: kW ÷ 4 × price.
  const energy = (load, at) => (load.kw / MICRO / 4) * (sums[at + load.quarters] - sums[at]);
  const demand = (peak) => (Math.max(0, peak - floor) / MICRO) * demandPrice;
  let saved = 0;
  for (let round = 0, moved = true; round < ROUNDS && moved; round++) {
    moved = false;
    for (const load of loads) {
      if (!load.isSeen) continue;
      const before = most(now);
      shift(now, load, load.at, -load.kw);
      const [base, inside] = [most(now), highest(now, load.quarters)];
      const cost = (at) => energy(load, at) + demand(Math.max(base, inside[at] + load.kw));
      let [best, least] = [load.at, cost(load.at)];
      for (let at = load.earliest; at + load.quarters <= load.latest; at++) {
        const one = cost(at);
        // A fen is not worth a change of habits.
        if (one < least - 10000) [best, least] = [at, one];
      }
      if (best !== load.at) {
        const gain = cost(load.at) - least;
        if (round === 0) load.peakBefore = before;
        [load.saves, load.at, moved, saved] = [load.saves + gain, best, true, saved + gain];
      }
      shift(now, load, load.at, load.kw);
      if (round === 0 && load.peakBefore === 0) load.peakBefore = before;
      load.peakAfter = most(now);
    }
  }
  for (const load of loads) load.saves = Math.round(load.saves / 10000) * 10000;
  return { loads, saves: Math.round(saved / 10000) * 10000, peakBefore, peakAfter: most(now) };
}

// Whether the day's curve holds the load where it usually runs: what did not run cannot be moved.
function fits(curve, load) {
  for (let i = load.usual; i < load.usual + load.quarters; i++) if (!(curve[i] >= load.kw)) return false;
  return true;
}

function shift(curve, load, at, kw) {
  for (let i = at; i < at + load.quarters; i++) curve[i] += kw;
}

function most(curve) {
  let found = 0;
  for (const value of curve) if (value > found) found = value;
  return found;
}

// The highest value in the quarters from each place on, by a queue of falling values.
function highest(curve, quarters) {
  const [queue, found] = [[], []];
  let head = 0;
  for (let i = 0; i < SLOTS; i++) {
    while (queue.length > head && curve[queue[queue.length - 1]] <= curve[i]) queue.pop();
    queue.push(i);
    if (queue[head] <= i - quarters) head++;
    if (i >= quarters - 1) found[i - quarters + 1] = curve[queue[head]];
  }
  return found;
}

function why(ctx, load, kinds) {
  if (!load.isSeen) return ctx.t('why.absent', { time: span(load.usual, load) });
  if (load.at === load.usual) return ctx.t('why.stay', {});
  const bandsOf = (at) => [...new Set(kinds.slice(at, at + load.quarters))].map((kind) => ctx.t('state.' + kind, {})).join('/');
  const words = { from: bandsOf(load.usual), to: bandsOf(load.at), before: text(load.peakBefore), after: text(load.peakAfter), yuan: (load.saves / MICRO).toFixed(2) };
  return ctx.t(load.peakAfter < load.peakBefore ? 'why.both' : 'why.price', words);
}
