// The bill of a month before it comes: energy by band and price, and the demand charge on the highest quarter.

import { cost, micro, text } from './amounts.js';
import { SLOTS } from './days.js';
import { KINDS, inForce, tariffOn } from './tariffs.js';

// Energy of days by tariff, kind and price, and the highest quarter, with the tariffs that were used; refuses a day that no tariff prices.
export function sumUp(ctx, days, tariffs) {
  const used = {};
  let [kwh, most, peakOn, slots] = [0, -1, null, 0];
  for (const day of days) {
    const tariff = tariffOn(tariffs, day.day);
    if (!tariff) throw ctx.refuse('tariff.none', { day: day.day });
    const parts = (used[tariff.from] ??= partsOf(tariff));
    for (let i = 0; i < SLOTS; i++) if (day.values[i] !== null) parts[i].quantity += day.values[i];
    kwh += micro(day.kwh);
    slots += day.slots;
    const peak = micro(day.peakKw);
    if (peak > most) [most, peakOn] = [peak, day.day + ' ' + day.peakAt];
  }
  const lines = [...new Set(Object.values(used).flat())].filter((l) => l.quantity > 0).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)));
  return { lines, kwh, most: Math.max(most, 0), peakOn, slots };
}

// For each quarter the line that its energy falls into: one for each kind and price.
function partsOf(tariff) {
  const found = {};
  return tariff.kinds.map((kind, i) => (found[kind + tariff.prices[i]] ??= { tariff: tariff.code, from: tariff.from, kind, price: tariff.prices[i], quantity: 0 }));
}

export async function draw(ctx, meter, month) {
  const days = await ctx.records.day.find({ where: { meter: meter.id, month }, orderBy: ['day'], limit: 31 });
  if (days.length === 0) throw ctx.refuse('bill.none', { month });
  const tariffs = await inForce(ctx);
  const { lines, kwh, most, peakOn, slots } = sumUp(ctx, days, tariffs);
  const last = tariffOn(tariffs, month + '-' + lengthOf(ctx, month)) ?? tariffOn(tariffs, days[days.length - 1].day);
  const rows = lines.map((l) => ({ kind: l.kind, tariff: l.tariff, quantity: text(l.quantity), unit: 'kWh', price: l.price, amount: cost(ctx, l.quantity, l.price) }));
  const energy = rows.reduce((sum, row) => sum + row.amount, 0);
  const demand = cost(ctx, most, last.demandPrice);
  rows.push({ kind: 'demand', tariff: last.code, quantity: text(most), unit: 'kW', price: last.demandPrice, amount: demand });
  const body = {
    kwh: text(kwh), peakKw: text(most), peakAt: peakOn, energy, demand, total: energy + demand, missing: lengthOf(ctx, month) * SLOTS - slots,
    average: kwh > 0 ? ctx.decimal.div(text(energy + demand), text(kwh), 4) : null, drawnAt: ctx.now(), by: ctx.user.id, origin: meter.origin ?? '',
  };
  const key = meter.code + '/' + month;
  const before = await ctx.records.bill.first({ where: { key } });
  if (before) {
    for (const line of await ctx.records.billLine.find({ where: { bill: before.id }, limit: 100 })) ctx.records.billLine.delete(line.id);
    ctx.records.bill.update(before.id, body, { version: before.version });
  }
  const bill = before ? before.id : ctx.records.bill.insert({ key, meter: meter.id, code: meter.code, name: meter.name, month, ...body });
  rows.forEach((row, n) => ctx.records.billLine.insert({ bill, no: n + 1, ...row }));
  return { bill, key, kwh: body.kwh, peakKw: body.peakKw, peakAt: peakOn, energy, demand, total: body.total, missing: body.missing };
}

export function lengthOf(ctx, month) {
  const [year, number] = month.split('-').map(Number);
  const next = number === 12 ? year + 1 + '-01-01' : year + '-' + String(number + 1).padStart(2, '0') + '-01';
  return ctx.date.daysBetween(month + '-01', next);
}
