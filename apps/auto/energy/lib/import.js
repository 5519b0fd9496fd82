// Readings from a spreadsheet: one line for each quarter of an hour, with the local time at which it ended. One wrong line stops them all.

import { MICRO, micro, text } from './amounts.js';
import { SLOTS, slotAt } from './days.js';
import { keep } from './readings.js';

const MOST = 3000; // a month has 2,976 quarters
const TIMES = ['at', 'time', 'date', '时间', '结束时间'];
const AMOUNTS = ['kwh', 'usage_kwh', '电量', '用电量', '电量kwh'];

export async function bring(ctx, meter, input) {
  const table = read(ctx, input.text);
  const [time, amount] = [TIMES, AMOUNTS].map((names) => table.columns.find((c) => names.includes(c.trim().toLowerCase())));
  if (time === undefined || amount === undefined) throw ctx.refuse('import.columns', { columns: table.columns.join(', ').slice(0, 200) });
  if (table.rows.length === 0) throw ctx.refuse('import.empty', {});
  if (table.rows.length > MOST) throw ctx.refuse('import.many', { most: MOST, got: table.rows.length });
  const days = sort(ctx, table.rows, time, amount);
  const found = await ctx.records.day.find({ where: { meter: meter.id, day: { in: Object.keys(days) } }, limit: 100 });
  const by = {};
  for (const day of found) by[day.day] = day;
  let [taken, doubles, changed, sum] = [0, 0, 0, 0];
  for (const [date, quarters] of Object.entries(days)) {
    const values = by[date] ? by[date].values.slice() : new Array(SLOTS).fill(null);
    const before = taken + changed;
    for (const { slot, value, line } of quarters) {
      const had = values[slot];
      if (had === value) doubles++;
      else if (had === null) taken++;
      else if (input.replace === true) changed++;
      else throw ctx.refuse('import.differs', { line, had: text(had), has: text(value) });
      values[slot] = value;
      sum += value;
    }
    if (taken + changed > before) keep(ctx, meter, date, by[date], values, 'csv');
  }
  return { taken, doubles, changed, days: Object.keys(days).length, kwh: text(sum) };
}

function read(ctx, csv) {
  let table = null;
  let wrong = '';
  try {
    table = ctx.csv.parse(csv.charCodeAt(0) === 0xfeff ? csv.slice(1) : csv);
  } catch (error) {
    wrong = error.message;
  }
  if (!table) throw ctx.refuse('import.table', { why: wrong });
  return table;
}

// The quarters by the day in which they began.
function sort(ctx, rows, time, amount) {
  const days = {};
  let [date, before] = ['', ''];
  for (const row of rows) {
    const at = row[time].trim();
    const clock = at.slice(11, 16);
    const slot = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:00)?$/.test(at) ? slotAt(clock) : null;
    const value = micro(row[amount].trim());
    if (slot === null || value === null || value > 9000 * MICRO * 1000) throw ctx.refuse('import.line', { line: row.$line });
    if (at.slice(0, 10) !== date) [date, before] = [at.slice(0, 10), ''];
    if (slot === 0 && before === '') before = dayBefore(ctx, date, row.$line);
    (days[slot === 0 ? before : date] ??= []).push({ slot: slot === 0 ? SLOTS - 1 : slot - 1, value, line: row.$line });
  }
  return days;
}

function dayBefore(ctx, date, line) {
  let day = null;
  try {
    day = ctx.date.addDays(date, -1);
  } catch {
    day = null;
  }
  if (day === null) throw ctx.refuse('import.line', { line });
  return day;
}
