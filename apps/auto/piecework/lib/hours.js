// Overtime that was allowed, and hours that are not paid by the piece.

import { add, isOpen } from './accounts.js';
import { dayOf, kindOfDay, monthOf } from './days.js';
import { hourlyPay } from './wages.js';

const DAY = 24 * 3600000;

export async function approveOvertime(ctx, input) {
  const worker = await ctx.records.worker.first({ where: { code: input.worker } });
  if (!worker) throw ctx.refuse('worker.unknown', { user: input.worker });
  if (input.from >= input.to) throw ctx.refuse('report.backwards', {});
  if (Date.parse(input.to) - Date.parse(input.from) > DAY) throw ctx.refuse('report.tooLong', { hours: 24 });
  const day = dayOf(input.from);
  if (!(await isOpen(ctx, monthOf(day)))) throw ctx.refuse('month.closed', { month: monthOf(day) });
  const near = [-1, 0, 1].map((days) => worker.code + '/' + ctx.date.addDays(day, days));
  if (await ctx.records.overtime.first({ where: { workerDay: { in: near }, from: { lt: input.to }, to: { gt: input.from } } })) throw ctx.refuse('overtime.overlap', {});
  const kind = await kindOfDay(ctx, day);
  const id = ctx.records.overtime.insert({
    worker: worker.id, workerCode: worker.code, workerName: worker.name, workerDay: worker.code + '/' + day, day, kind,
    from: input.from, to: input.to, reason: input.reason.trim(), approvedBy: ctx.user.id,
  });
  return { overtime: id, kind };
}

export async function requestHours(ctx, input) {
  const isLeader = ctx.user.roles.some((r) => r === 'leader' || r === 'owner');
  const worker = input.worker && isLeader
    ? await ctx.records.worker.first({ where: { code: input.worker } })
    : await ctx.records.worker.first({ where: { user: ctx.user.id } });
  if (!worker) throw ctx.refuse('worker.unknown', { user: input.worker ?? ctx.user.id });
  if (input.day > ctx.date.today()) throw ctx.refuse('report.future', {});
  const month = monthOf(input.day);
  if (!(await isOpen(ctx, month))) throw ctx.refuse('month.closed', { month });
  const id = ctx.records.hours.insert({
    worker: worker.id, workerCode: worker.code, workerName: worker.name, day: input.day, month, minutes: input.minutes, hourly: worker.hourly,
    pay: hourlyPay(input.minutes, worker.hourly), reason: input.reason.trim(), state: 'requested', by: ctx.user.id,
  });
  return { hours: id };
}

// Whoever asked for hours does not approve them.
export async function decideHours(ctx, id, isApproved) {
  const hours = await ctx.records.hours.get(id);
  if (!hours) throw ctx.refuse('hours.unknown', {});
  if (hours.state !== 'requested') throw ctx.refuse('report.state', { state: ctx.t('state.' + hours.state) });
  if (isApproved && hours.by === ctx.user.id) throw ctx.refuse('hours.own', {});
  if (!(await isOpen(ctx, hours.month))) throw ctx.refuse('month.closed', { month: hours.month });
  ctx.records.hours.update(hours.id, { state: isApproved ? 'approved' : 'refused', decidedBy: ctx.user.id }, { version: hours.version });
  if (isApproved) {
    const worker = await ctx.records.worker.get(hours.worker);
    await add(ctx, worker, hours.month, { hourly: hours.pay, hourlyTime: hours.minutes * 60000 });
  }
  return { hours: hours.id, state: isApproved ? 'approved' : 'refused' };
}
