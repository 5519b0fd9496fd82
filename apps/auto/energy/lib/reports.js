// What the meters' days come to. Everything is of the main meters unless it says otherwise: a meter with a parent is counted there already.

import { micro, text } from './amounts.js';
import { SLOTS, timeAt } from './days.js';
import { lengthOf, sumUp } from './bills.js';
import { KINDS, inForce, tariffOn } from './tariffs.js';

// The day that is asked for, or the latest of the main meter that has one.
export async function dayOf(ctx, id) {
  if (id) {
    const day = await ctx.records.day.get(id);
    if (!day) throw ctx.refuse('day.unknown', {});
    return day;
  }
  const main = await ctx.records.meter.find({ where: { parent: { isNull: true } }, limit: 100 });
  return await ctx.records.day.first({ where: { meter: { in: main.map((m) => m.id) } }, orderBy: ['-day', 'code'] });
}

// The load of a day by the band it fell in: a band's line goes on to where the next begins.
export async function curve(ctx, id) {
  const day = await dayOf(ctx, id);
  if (!day) return { rows: [] };
  const meter = await ctx.records.meter.get(day.meter);
  const tariff = tariffOn(await inForce(ctx), day.day);
  const rows = [];
  for (let i = 0; i < SLOTS; i++) {
    const kw = day.values[i] === null ? null : text(day.values[i] * 4);
    const kind = tariff ? tariff.kinds[i] : 'flat';
    const row = { at: timeAt(i + 1), kw, kind, sharp: null, peak: null, flat: null, valley: null, limit: meter.limit };
    row[kind] = kw;
    if (i > 0 && rows[i - 1].kind !== kind) rows[i - 1][kind] = rows[i - 1].kw;
    rows.push(row);
  }
  return { rows, day: day.day, code: day.code };
}

// Energy of each day of the latest month by band.
export async function bandsOf(ctx) {
  const newest = await dayOf(ctx);
  if (!newest) return { rows: [] };
  const days = await ctx.records.day.find({ where: { meter: newest.meter, month: newest.month }, orderBy: ['day'], limit: 31 });
  const tariffs = await inForce(ctx);
  return {
    rows: days.map((day) => {
      const [sums, tariff] = [{ sharp: 0, peak: 0, flat: 0, valley: 0 }, tariffOn(tariffs, day.day)];
      for (let i = 0; i < SLOTS; i++) sums[tariff ? tariff.kinds[i] : 'flat'] += day.values[i] ?? 0;
      const row = { day: day.day.slice(5) };
      for (const kind of KINDS) row[kind] = text(sums[kind]);
      return row;
    }),
  };
}

// Months of the main meters, the latest first: energy, the highest quarter, and how even the load was.
export async function months(ctx) {
  const main = await ctx.records.meter.find({ where: { parent: { isNull: true } }, limit: 100 });
  const days = await ctx.records.day.find({ where: { meter: { in: main.map((m) => m.id) } }, orderBy: ['-day'], limit: 800, select: ['code', 'day', 'month', 'kwh', 'peakKw', 'peakAt', 'slots', 'over'] });
  const found = {};
  for (const day of days) {
    const row = (found[day.month + '/' + day.code] ??= { month: day.month, code: day.code, kwh: 0, peak: -1, peakAt: '', slots: 0, over: 0 });
    row.kwh += micro(day.kwh);
    row.slots += day.slots;
    row.over += day.over;
    // On a tie it is the earlier quarter; the days come latest first.
    if (micro(day.peakKw) >= row.peak) [row.peak, row.peakAt] = [micro(day.peakKw), day.day + ' ' + day.peakAt];
  }
  return {
    rows: Object.keys(found).sort().reverse().map((key) => {
      const { month, code, kwh, peak, peakAt, slots, over } = found[key];
      return {
        month, code, kwh: text(kwh), peakKw: text(peak), peakAt, over, missing: lengthOf(ctx, month) * SLOTS - slots,
        loadFactor: peak > 0 ? ctx.decimal.div(text(kwh * 4), ctx.decimal.mul(text(peak), slots), 4) : null,
      };
    }),
  };
}

// The latest month in one row, with what it has cost so far.
export async function latest(ctx) {
  const newest = await dayOf(ctx);
  if (!newest) return { rows: [] };
  const meter = await ctx.records.meter.get(newest.meter);
  const days = await ctx.records.day.find({ where: { meter: newest.meter, month: newest.month }, orderBy: ['day'], limit: 31 });
  const tariffs = await inForce(ctx);
  const tariff = tariffOn(tariffs, newest.day);
  const { lines, kwh, most, peakOn } = tariff ? sumUp(ctx, days, tariffs) : { lines: [], kwh: 0, most: 0, peakOn: '' };
  const energy = lines.reduce((sum, l) => ctx.decimal.add(sum, ctx.decimal.round(ctx.decimal.mul(text(l.quantity), l.price), 2)), '0');
  const demand = tariff ? ctx.decimal.round(ctx.decimal.mul(text(most), tariff.demandPrice), 2) : '0';
  return {
    rows: [{
      month: newest.month, code: newest.code, kwh: text(kwh), peakKw: text(most), peakAt: peakOn, yuan: ctx.decimal.add(energy, demand), demand, limit: meter.limit,
      over: days.reduce((sum, day) => sum + day.over, 0), left: meter.left, origin: meter.origin ?? '',
    }],
  };
}

// Whether the meters below another one come to what it shows: by month, with the share that is lost between them.
export async function balance(ctx) {
  const meters = await ctx.records.meter.find({ limit: 100 });
  const days = await ctx.records.day.find({ orderBy: ['-day'], limit: 1000, select: ['meter', 'month', 'kwh'] });
  const sums = {};
  for (const day of days) sums[day.month + '/' + day.meter] = (sums[day.month + '/' + day.meter] ?? 0) + micro(day.kwh);
  const rows = [];
  for (const month of [...new Set(days.map((d) => d.month))].sort().reverse())
    for (const meter of meters) {
      const below = meters.filter((m) => m.parent === meter.id);
      const [own, parts] = [sums[month + '/' + meter.id] ?? 0, below.reduce((sum, m) => sum + (sums[month + '/' + m.id] ?? 0), 0)];
      if (below.length === 0 || own === 0) continue;
      const loss = ctx.decimal.div(text(own - parts), text(own), 4);
      const isOff = own < parts || (meter.lossBand && ctx.decimal.cmp(loss, ctx.decimal.div(meter.lossBand, 100, 6)) > 0);
      rows.push({ month, code: meter.code, own: text(own), parts: text(parts), meters: below.length, loss, state: isOff ? 'off' : 'fits' });
    }
  return { rows };
}
