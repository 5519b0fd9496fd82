// Tariffs are dated data: a day is billed by the last one in force that began on it or before it.

import { SLOTS, slotAt, timeAt } from './days.js';

export const KINDS = ['sharp', 'peak', 'flat', 'valley'];

// A tariff is put in force once its bands part the day: every quarter of an hour in exactly one.
export async function activate(ctx, id) {
  const tariff = await ctx.records.tariff.get(id);
  if (!tariff) throw ctx.refuse('tariff.unknown', {});
  if (tariff.state === 'active') throw ctx.refuse('tariff.active', { tariff: tariff.code });
  const bands = await ctx.records.band.find({ where: { tariff: id }, orderBy: ['from'], limit: 200 });
  let at = 0;
  for (const band of bands) {
    const [from, to] = [slotAt(band.from), slotAt(band.to)];
    if (from === null || to === null || from >= to) throw ctx.refuse('tariff.quarter', { from: band.from, to: band.to });
    if (from > at) throw ctx.refuse('tariff.gap', { from: timeAt(at), to: band.from });
    if (from < at) throw ctx.refuse('tariff.overlap', { from: band.from, to: timeAt(at) });
    at = to;
  }
  if (at < SLOTS) throw ctx.refuse('tariff.gap', { from: timeAt(at), to: '24:00' });
  ctx.records.tariff.update(id, { state: 'active' }, { version: tariff.version });
  return { tariff: tariff.code, from: tariff.from, bands: bands.length };
}

// All tariffs in force, each with its price and kind at every quarter; the last comes first.
export async function inForce(ctx) {
  const tariffs = await ctx.records.tariff.find({ where: { state: 'active' }, orderBy: ['-from'], limit: 100 });
  const bands = await ctx.records.band.find({ where: { tariff: { in: tariffs.map((t) => t.id) } }, limit: 1000 });
  return tariffs.map((tariff) => {
    const [kinds, prices] = [new Array(SLOTS).fill(null), new Array(SLOTS).fill(null)];
    for (const band of bands) {
      if (band.tariff !== tariff.id) continue;
      const to = slotAt(band.to);
      for (let i = slotAt(band.from); i < to; i++) [kinds[i], prices[i]] = [band.kind, band.price];
    }
    return { ...tariff, kinds, prices };
  });
}

export const tariffOn = (tariffs, day) => tariffs.find((t) => t.from <= day) ?? null;
