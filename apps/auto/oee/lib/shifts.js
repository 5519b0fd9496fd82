// A shift at a machine: begun, stopped and resumed, closed once with its pieces.

import { indices } from './figures.js';
import { lost, ms, pauseOf } from './times.js';

export async function machineOf(ctx, code) {
  const machine = await ctx.records.machine.first({ where: { code } });
  if (!machine || !machine.active) throw ctx.refuse('machine.unknown', { machine: code });
  return machine;
}

export const runningOf = (ctx, machine) => ctx.records.shift.first({ where: { machine: machine.id, state: 'open' } });

export async function begin(ctx, input) {
  const machine = await machineOf(ctx, input.machine);
  const pattern = await ctx.records.pattern.first({ where: { code: input.pattern } });
  if (!pattern) throw ctx.refuse('pattern.unknown', { pattern: input.pattern });
  if (await runningOf(ctx, machine)) throw ctx.refuse('shift.running', { machine: machine.code });
  const day = input.day ?? ctx.date.today();
  const line = await ctx.records.calendarDay.first({ where: { day } });
  if (!ctx.date.isWorkday(day, line ? { days: { [day]: line.kind } } : {}) && input.sure !== true) throw ctx.refuse('shift.restday', { day });
  const night = pattern.to <= pattern.from ? 1 : 0;
  const at = (time) => ctx.date.at(ctx.date.addDays(day, night === 1 && time < pattern.from ? 1 : 0), time);
  const from = at(pattern.from);
  const to = ctx.date.at(ctx.date.addDays(day, night), pattern.to);
  if (from > ctx.now()) throw ctx.refuse('shift.future', {});
  const key = machine.code + '/' + day + '/' + pattern.code;
  if (await ctx.records.shift.first({ where: { key } })) throw ctx.refuse('shift.there', { key });
  // Its end may lie after the begin of the next by the clock, but no machine is in two shifts at once.
  const other = await ctx.records.shift.first({ where: { machine: machine.id, from: { lt: to }, to: { gt: from } } });
  if (other) throw ctx.refuse('shift.overlap', { key: other.key });
  const id = ctx.records.shift.insert({
    key, machine: machine.id, code: machine.code, machineName: machine.name, day, pattern: pattern.code, from, to,
    pauseFrom: pattern.pauseFrom ? at(pattern.pauseFrom) : null, pauseTo: pattern.pauseFrom ? at(pattern.pauseTo) : null, pace: machine.pace, state: 'open', by: ctx.user.id,
  });
  ctx.records.machine.update(machine.id, { state: 'running', reason: null }, { version: machine.version });
  return { shift: id, key, from, to };
}

export async function close(ctx, input) {
  const shift = await ctx.records.shift.get(input.shift);
  if (!shift) throw ctx.refuse('shift.unknown', {});
  if (shift.state !== 'open') throw ctx.refuse('shift.closed', { key: shift.key });
  if (ctx.now() < shift.to) throw ctx.refuse('shift.runs', { key: shift.key });
  if (input.good > input.total) throw ctx.refuse('pieces.good', { total: input.total });
  const stops = await ctx.records.stop.find({ where: { shift: shift.id }, orderBy: ['from'], limit: 500 });
  if (stops.length === 500) throw ctx.refuse('stop.many', {});
  const open = stops.find((s) => !s.to);
  if (open) throw ctx.refuse('stop.open', { reason: open.reasonName });
  const unnamed = stops.find((s) => s.reason === '?');
  if (unnamed) throw ctx.refuse('stop.unnamed', {});
  const spent = (planned) => stops.filter((s) => s.isPlanned === planned).reduce((all, s) => all + lost(shift, s.from, s.to), 0);
  const [planned, unplanned] = [spent(true), spent(false)];
  const busy = ms(shift.to) - ms(shift.from) - pauseOf(shift) - planned;
  const figures = { busy, ran: busy - unplanned, planned, unplanned, good: input.good, total: input.total, ideal: shift.pace * input.total, idealGood: shift.pace * input.good };
  if (input.total > 0 && figures.ran === 0) throw ctx.refuse('pieces.noTime', {});
  const found = indices(figures);
  const isOdd = found.effectiveness !== null && Number(found.effectiveness) > 1; // told, never cut: the pace or the count is wrong
  const breakdowns = stops.filter((s) => s.group === 'breakdown');
  ctx.records.shift.update(shift.id, {
    ...figures, ...found, failures: breakdowns.length, repair: breakdowns.reduce((all, s) => all + lost(shift, s.from, s.to), 0), odd: isOdd, state: 'closed', closedBy: ctx.user.id,
  }, { version: shift.version });
  const machine = await ctx.records.machine.get(shift.machine);
  ctx.records.machine.update(machine.id, { state: 'idle', reason: null, ranTotal: machine.ranTotal + figures.ran, cycles: machine.cycles + input.total }, { version: machine.version });
  ctx.emit('ShiftClosed', { machine: shift.code, day: shift.day, oee: found.oee ?? '' });
  if (isOdd) ctx.emit('PaceExceeded', { machine: shift.code, day: shift.day, effectiveness: found.effectiveness });
  return { key: shift.key, ...found, odd: isOdd };
}

// A stop that nobody had a card for gets its reason before the shift closes.
export async function mark(ctx, input) {
  const stop = await ctx.records.stop.get(input.stop);
  if (!stop) throw ctx.refuse('stop.unknown', {});
  const shift = await ctx.records.shift.get(stop.shift);
  if (shift.state !== 'open') throw ctx.refuse('shift.closed', { key: shift.key });
  const reason = await ctx.records.reason.first({ where: { code: input.reason } });
  if (!reason) throw ctx.refuse('reason.unknown', { reason: input.reason });
  ctx.records.stop.update(stop.id, { reason: reason.code, reasonName: reason.name, group: reason.group, isPlanned: reason.group === 'planned', note: (input.note ?? '').trim() || null }, { version: stop.version });
  return { stop: stop.id, reason: reason.code };
}
