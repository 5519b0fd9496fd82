// What meters say, a record for each meter and day.

import { micro, text } from './amounts.js';
import { SLOTS, figures, placeOf } from './days.js';

export async function known(ctx, id) {
  const meter = await ctx.records.meter.get(id);
  if (!meter) throw ctx.refuse('meter.unknown', { meter: id });
  return meter;
}

export async function meterOf(ctx, device) {
  const meter = await ctx.records.meter.first({ where: { code: device } });
  if (!meter) throw ctx.refuse('meter.unknown', { meter: device });
  return meter;
}

export async function put(ctx, meter, to, amount, window) {
  const place = placeOf(ctx, to);
  const value = micro(ctx.decimal.round(amount, 6));
  if (!place) throw ctx.refuse('reading.time', { at: to });
  if (value === null) throw ctx.refuse('reading.value', { value: amount });
  const missed = window.left + (window.drops ?? 0);
  if (missed > 0) ctx.records.meter.update(meter.id, { left: meter.left + missed });
  const day = await ctx.records.day.first({ where: { key: meter.code + '/' + place.day } });
  const values = day ? day.values.slice() : new Array(SLOTS).fill(null);
  values[place.slot] = value;
  keep(ctx, meter, place.day, day, values, 'meter');
  const limit = meter.limit ? micro(ctx.decimal.round(meter.limit, 6)) : null;
  if (limit !== null && value * 4 > limit) ctx.emit('DemandExceeded', { meter: meter.code, at: to, kw: text(value * 4), limit: text(limit) });
  return { day: place.day, slot: place.slot, kwh: text(value) };
}

// Writes a day as its quarters say it.
export function keep(ctx, meter, date, day, values, source) {
  const { sum, slots, most, at } = figures(values);
  const limit = meter.limit ? micro(ctx.decimal.round(meter.limit, 6)) : null;
  const body = {
    values, slots, kwh: text(sum), peakKw: text(most * 4), peakAt: at,
    over: limit === null ? 0 : values.filter((v) => v !== null && v * 4 > limit).length,
    source: day && day.source !== source ? 'both' : source,
  };
  if (day) ctx.records.day.update(day.id, body, { version: day.version });
  else ctx.records.day.insert({ key: meter.code + '/' + date, meter: meter.id, code: meter.code, day: date, month: date.slice(0, 7), ...body });
}
