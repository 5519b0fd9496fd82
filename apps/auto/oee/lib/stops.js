// Stops: one at a time at a machine, inside its shift, each with a reason that is data.

import { machineOf, runningOf } from './shifts.js';
import { lost } from './times.js';

const RUN = 'RUN'; // the card that ends a stop

export async function scan(ctx, code, machineCode) {
  const machine = await machineOf(ctx, machineCode);
  const shift = await runningOf(ctx, machine);
  if (!shift) return screen(ctx, machine, 'red', 'NOSHIFT', ctx.t('reason.shift.none', { machine: machine.code }));
  const open = await openOf(ctx, machine);
  if (code === RUN) {
    if (!open) return screen(ctx, machine, 'red', 'RUNNING', ctx.t('reason.stop.none', { machine: machine.code }));
    end(ctx, machine, shift, open);
    return screen(ctx, machine, 'green', 'RUNNING', null, shift, open);
  }
  const reason = await ctx.records.reason.first({ where: { code } });
  if (!reason || !reason.active) return screen(ctx, machine, 'red', 'UNKNOWN', ctx.t('reason.reason.unknown', { reason: code }));
  if (open) {
    if (open.reason !== '?') return screen(ctx, machine, 'red', 'STOPPED', ctx.t('reason.stop.open', { reason: open.reasonName }));
    ctx.records.stop.update(open.id, { reason: reason.code, reasonName: reason.name, group: reason.group, isPlanned: reason.group === 'planned' }, { version: open.version });
  } else put(ctx, machine, shift, reason);
  return screen(ctx, machine, 'green', 'STOPPED', null, shift, { reasonName: reason.name, from: open?.from ?? ctx.now() });
}

export async function stop(ctx, machineCode, code) {
  const machine = await machineOf(ctx, machineCode);
  const shift = await runningOf(ctx, machine);
  if (!shift) throw ctx.refuse('shift.none', { machine: machine.code });
  const open = await openOf(ctx, machine);
  if (open) throw ctx.refuse('stop.open', { reason: open.reasonName });
  const reason = code ? await ctx.records.reason.first({ where: { code } }) : { code: '?', name: ctx.t('stop.unnamed'), group: 'other', active: true };
  if (!reason || !reason.active) throw ctx.refuse('reason.unknown', { reason: code });
  return { stop: put(ctx, machine, shift, reason) };
}

export async function resume(ctx, machineCode) {
  const machine = await machineOf(ctx, machineCode);
  const open = await openOf(ctx, machine);
  if (!open) throw ctx.refuse('stop.none', { machine: machine.code });
  const shift = await ctx.records.shift.get(open.shift);
  end(ctx, machine, shift, open);
  return { stop: open.id, duration: lost(shift, open.from, ctx.now()) };
}

// The leader writes down a stop that was not scanned.
export async function enter(ctx, input) {
  const shift = await ctx.records.shift.get(input.shift);
  if (!shift) throw ctx.refuse('shift.unknown', {});
  if (shift.state !== 'open') throw ctx.refuse('shift.closed', { key: shift.key });
  const reason = await ctx.records.reason.first({ where: { code: input.reason } });
  if (!reason || !reason.active) throw ctx.refuse('reason.unknown', { reason: input.reason });
  const [from, to] = [exact(input.from), exact(input.to)];
  if (from >= to) throw ctx.refuse('stop.backwards', {});
  if (to > ctx.now()) throw ctx.refuse('stop.future', {});
  if (from < shift.from || to > shift.to) throw ctx.refuse('stop.outside', { key: shift.key });
  const near = await ctx.records.stop.find({ where: { shift: shift.id, from: { lt: to } }, limit: 500 });
  const other = near.find((s) => !s.to || s.to > from);
  if (other) throw ctx.refuse('stop.overlap', { reason: other.reasonName });
  const id = ctx.records.stop.insert({ ...body(ctx, shift, reason, from), to, duration: lost(shift, from, to), note: (input.note ?? '').trim() || null });
  return { stop: id, duration: lost(shift, from, to) };
}

const exact = (at) => new Date(Date.parse(at)).toISOString();

const openOf = (ctx, machine) => ctx.records.stop.first({ where: { openKey: machine.code } });

function put(ctx, machine, shift, reason) {
  ctx.records.machine.update(machine.id, { state: 'stopped', reason: reason.name }, { version: machine.version });
  ctx.emit('MachineStopped', { machine: machine.code, reason: reason.code });
  return ctx.records.stop.insert({ ...body(ctx, shift, reason, ctx.now()), openKey: machine.code });
}

function end(ctx, machine, shift, open) {
  ctx.records.stop.update(open.id, { to: ctx.now(), duration: lost(shift, open.from, ctx.now()), openKey: null }, { version: open.version });
  ctx.records.machine.update(machine.id, { state: 'running', reason: null }, { version: machine.version });
  ctx.emit('MachineResumed', { machine: machine.code, reason: open.reason });
}

const body = (ctx, shift, reason, from) => ({
  shift: shift.id, machine: shift.machine, code: shift.code, day: shift.day, reason: reason.code, reasonName: reason.name, group: reason.group, isPlanned: reason.group === 'planned', from, by: ctx.user.id,
});

function screen(ctx, machine, answer, state, sentence, shift, stopped) {
  const parameters = sentence ? [] : [{ name: ctx.t('field.machine'), value: machine.name, unit: machine.code }, { name: ctx.t('field.reason'), value: stopped.reasonName, unit: '' }];
  if (!sentence) parameters.push({ name: ctx.t('field.minutes'), value: String(Math.round(lost(shift, stopped.from, ctx.now()) / 60000)), unit: ctx.t('unit.minutes') });
  return { answer, state, sentence, machine: machine.code, parameters };
}
