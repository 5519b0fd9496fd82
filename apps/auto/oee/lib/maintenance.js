// Maintenance: plans fall due by hours run, by pieces or by days; work orders say who did what, and finishing one resets its plan.

import { machineOf } from './shifts.js';

// What a plan has used up since it was last done, and when it is due; `used` and `interval` are hours, pieces or days.
export function usedOf(ctx, plan, machine) {
  const used = plan.basis === 'hours' ? Math.floor((machine.ranTotal - plan.lastRan) / 3600000)
    : plan.basis === 'cycles' ? machine.cycles - plan.lastCycles
      : ctx.date.daysBetween(plan.lastDay, ctx.date.today());
  return { used, left: plan.interval - used, share: (used / plan.interval).toFixed(4), state: used >= plan.interval ? 'due' : used >= plan.interval * 0.9 ? 'soon' : 'fine' };
}

export async function due(ctx) {
  const plans = await ctx.records.plan.find({ where: { active: true }, orderBy: ['code'], limit: 300 });
  const machines = await ctx.records.machine.find({ limit: 300 });
  const rows = plans.map((plan) => {
    const machine = machines.find((m) => m.id === plan.machine);
    return { id: plan.id, code: plan.code, name: plan.name, machine: machine.code, machineName: machine.name, basis: plan.basis, interval: plan.interval, ordered: !!plan.order, ...usedOf(ctx, plan, machine) };
  });
  return { rows: ctx.table.sort(rows, ['left', 'code']) };
}

export async function raise(ctx, id) {
  const plan = await ctx.records.plan.get(id);
  if (!plan) throw ctx.refuse('plan.unknown', {});
  if (plan.order) throw ctx.refuse('plan.ordered', { plan: plan.code });
  const machine = await ctx.records.machine.get(plan.machine);
  const order = ctx.records.order.insert({
    code: plan.code + '-' + (plan.count + 1), machine: machine.id, machineCode: machine.code, machineName: machine.name, plan: plan.id, kind: 'planned', what: plan.name, steps: plan.steps ?? null,
    state: 'open', raisedBy: ctx.user.id, raisedAt: ctx.now(),
  });
  ctx.records.plan.update(plan.id, { order, count: plan.count + 1 }, { version: plan.version });
  return { order };
}

export async function report(ctx, input) {
  const machine = await machineOf(ctx, input.machine);
  const count = await ctx.records.order.count({ where: { machine: machine.id, kind: 'fault' } });
  const order = ctx.records.order.insert({
    code: 'F-' + machine.code + '-' + (count + 1), machine: machine.id, machineCode: machine.code, machineName: machine.name, kind: 'fault', what: input.what.trim(), state: 'open', raisedBy: ctx.user.id, raisedAt: ctx.now(),
  });
  ctx.emit('FaultReported', { machine: machine.code, what: input.what.trim() });
  return { order };
}

export async function take(ctx, id) {
  const order = await ctx.records.order.get(id);
  if (!order) throw ctx.refuse('order.unknown', {});
  if (order.state !== 'open') throw ctx.refuse('order.state', { state: ctx.t('state.' + order.state) });
  ctx.records.order.update(order.id, { state: 'doing', takenBy: ctx.user.id, takenAt: ctx.now() }, { version: order.version });
  return { order: order.id, state: 'doing' };
}

export async function finish(ctx, input) {
  const order = await ctx.records.order.get(input.order);
  if (!order) throw ctx.refuse('order.unknown', {});
  if (order.state !== 'doing') throw ctx.refuse('order.state', { state: ctx.t('state.' + order.state) });
  if (input.done.trim() === '') throw ctx.refuse('order.done', {});
  ctx.records.order.update(order.id, { state: 'done', done: input.done.trim(), parts: (input.parts ?? '').trim() || null, doneBy: ctx.user.id, doneAt: ctx.now(), took: Date.parse(ctx.now()) - Date.parse(order.takenAt) }, { version: order.version });
  if (order.plan) {
    const machine = await ctx.records.machine.get(order.machine);
    const plan = await ctx.records.plan.get(order.plan);
    ctx.records.plan.update(plan.id, { order: null, lastRan: machine.ranTotal, lastCycles: machine.cycles, lastDay: ctx.date.today() }, { version: plan.version });
  }
  ctx.emit('OrderDone', { order: order.code, machine: order.machineCode });
  return { order: order.id, state: 'done' };
}
