// What the month looks like: from closed shifts, by sums of times and pieces.

import { indices, sum } from './figures.js';
import { least, partsOf } from './times.js';

const DAYS = 30;
const MOST = 1000;

const since = (ctx) => ctx.date.addDays(ctx.date.today(), -DAYS);

const closed = (ctx) => ctx.records.shift.find({ where: { state: 'closed', day: { gt: since(ctx) } }, orderBy: ['-day'], limit: MOST });

function groups(rows, field) {
  const found = {};
  for (const row of rows) (found[row[field]] ??= []).push(row);
  return Object.keys(found).sort().map((key) => {
    const all = sum(found[key]);
    const index = indices(all);
    return { key, name: found[key][0].machineName, shifts: found[key].length, ...all, ...index, lossOee: index.oee === null ? null : (1 - Number(index.oee)).toFixed(6) };
  });
}

export async function byMachine(ctx) {
  const rows = await closed(ctx);
  return { rows: groups(rows, 'code'), total: indices(sum(rows)), shifts: rows.length };
}

export async function byDay(ctx) {
  return { rows: groups(await closed(ctx), 'day') };
}

// The stops that cost most, longest first, with the share that they and those before them have.
export async function losses(ctx) {
  const stops = await ctx.records.stop.find({ where: { isPlanned: false, day: { gt: since(ctx) }, duration: { gt: 0 } }, orderBy: ['-from'], limit: MOST });
  const found = ctx.table.sort(ctx.table.group(stops, { by: ['reason', 'reasonName', 'group'], sum: 'duration' }).map((g) => ({
    reason: g.group.reason, name: g.group.reasonName, group: g.group.group, stops: g.count, duration: g.sum.duration,
  })), ['-duration', 'reason']);
  const all = found.reduce((total, row) => total + row.duration, 0);
  let so = 0;
  return {
    rows: found.map((row) => {
      so += row.duration;
      return { ...row, hours: (row.duration / 3600000).toFixed(2), share: (row.duration / all).toFixed(4), cumulative: (so / all).toFixed(4) };
    }),
  };
}

// Operating time over failures, repair time over repairs; a machine that did not fail has neither.
export async function reliability(ctx) {
  const rows = await closed(ctx);
  const found = {};
  for (const row of rows) {
    const at = (found[row.code] ??= { code: row.code, name: row.machineName, ran: 0, failures: 0, repair: 0 });
    at.ran += row.ran;
    at.failures += row.failures;
    at.repair += row.repair;
  }
  return {
    rows: Object.keys(found).sort().map((code) => {
      const { ran, failures, repair } = found[code];
      const [mtbf, mttr] = failures > 0 ? [Math.round(ran / failures), Math.round(repair / failures)] : [null, null];
      return { ...found[code], mtbf, mttr, inherent: failures > 0 && mtbf + mttr > 0 ? (mtbf / (mtbf + mttr)).toFixed(4) : null };
    }),
  };
}

export async function timeline(ctx, id) {
  const shift = await ctx.records.shift.get(id);
  if (!shift) throw ctx.refuse('shift.unknown', {});
  const stops = await ctx.records.stop.find({ where: { shift: shift.id }, orderBy: ['from'], limit: 500 });
  return { rows: partsOf(shift, stops, shift.state === 'closed' ? shift.to : least(shift.to, ctx.now())) };
}
