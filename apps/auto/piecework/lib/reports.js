// A report is taken before and after each operation: it begins with a scan and ends with the counts.

import { add, isOpen } from './accounts.js';
import { dayOf, factorOf, kindOfDay, monthOf } from './days.js';
import { count, left } from './tasks.js';
import { pieceWage } from './wages.js';

const DAY = 24 * 3600000;

const myself = (ctx) => ctx.records.worker.first({ where: { user: ctx.user.id } });

export async function scan(ctx, code, workcenter) {
  const task = await ctx.records.task.first({ where: { code } });
  if (!task) throw ctx.refuse('task.unknown', { code });
  const worker = await myself(ctx);
  if (!worker || !worker.active) throw ctx.refuse('worker.unknown', { user: ctx.user.id });
  const running = await runningOf(ctx, worker);
  if (running && running.task === task.id) return screen(ctx, task, 'RUNNING', running.id, null, {});

  const [reason, facts] = running ? ['report.running', { task: running.taskCode }]
    : task.workcenter !== workcenter ? ['task.otherPlace', { workcenter: task.workcenter }]
      : task.state === 'waiting' ? ['task.waiting', { seq: task.seq }]
        : left(task) <= 0 ? ['task.full', { available: task.available + task.overrun }]
          : await mayBegin(ctx, worker, ctx.now());
  if (reason) return screen(ctx, task, 'BLOCKED', null, reason, facts);

  const id = ctx.records.report.insert({
    task: task.id, taskCode: task.code, orderCode: task.orderCode, ...whose(worker, ctx.now()), startedAt: ctx.now(), state: 'running', runningKey: worker.code,
    rate: task.rate, by: ctx.user.id,
  });
  if (task.state === 'ready') ctx.records.task.update(task.id, { state: 'running' }, { version: task.version });
  ctx.emit('TaskStarted', { task: task.code, order: task.orderCode, report: id });
  return screen(ctx, task, 'STARTED', id, null, {});
}

export async function finish(ctx, input) {
  const report = await ctx.records.report.get(input.report);
  if (!report) throw ctx.refuse('report.unknown', { report: input.report });
  if (report.state !== 'running') throw ctx.refuse('report.state', { state: ctx.t('state.' + report.state) });
  const worker = await ctx.records.worker.get(report.worker);
  const isLeader = ctx.user.roles.some((r) => r === 'leader' || r === 'owner');
  if (worker.user !== ctx.user.id && !isLeader) throw ctx.refuse('report.notYours', {});
  const task = await ctx.records.task.get(report.task);
  const endedAt = input.endedAt ?? ctx.now();
  if (endedAt > ctx.now()) throw ctx.refuse('report.future', {});
  if (endedAt < report.startedAt) throw ctx.refuse('report.backwards', {});
  const period = await timeOf(ctx, worker, report.startedAt, endedAt);
  const filled = await write(ctx, { task, worker, rate: report.rate, input, period });
  ctx.records.report.update(report.id, { ...filled, endedAt, state: 'reported', runningKey: null }, { version: report.version });
  return { report: report.id, piece: filled.piece, premium: filled.premium };
}

// Begun by mistake: nothing was made, nothing is kept but the line that says so.
export async function abandon(ctx, id) {
  const report = await ctx.records.report.get(id);
  if (!report) throw ctx.refuse('report.unknown', { report: id });
  if (report.state !== 'running') throw ctx.refuse('report.state', { state: ctx.t('state.' + report.state) });
  const worker = await ctx.records.worker.get(report.worker);
  if (worker.user !== ctx.user.id && !ctx.user.roles.some((r) => r === 'leader' || r === 'owner')) throw ctx.refuse('report.notYours', {});
  ctx.records.report.update(report.id, { state: 'abandoned', endedAt: ctx.now(), runningKey: null }, { version: report.version });
  return { report: report.id };
}

export async function enter(ctx, input) {
  const task = await ctx.records.task.first({ where: { code: input.task } });
  if (!task) throw ctx.refuse('task.unknown', { code: input.task });
  const worker = await ctx.records.worker.first({ where: { code: input.worker } });
  if (!worker) throw ctx.refuse('worker.unknown', { user: input.worker });
  if (input.endedAt > ctx.now()) throw ctx.refuse('report.future', {});
  if (input.startedAt >= input.endedAt) throw ctx.refuse('report.backwards', {});
  if (Date.parse(input.endedAt) - Date.parse(input.startedAt) > DAY) throw ctx.refuse('report.tooLong', { hours: 24 });
  if (task.state === 'waiting') throw ctx.refuse('task.waiting', { seq: task.seq });
  const other = await overlapping(ctx, worker, input.startedAt, input.endedAt);
  if (other) throw ctx.refuse('report.overlap', { task: other.taskCode });
  const period = await timeOf(ctx, worker, input.startedAt, input.endedAt);
  const filled = await write(ctx, { task, worker, rate: task.rate, input, period });
  const id = ctx.records.report.insert({
    task: task.id, taskCode: task.code, orderCode: task.orderCode, ...whose(worker, input.startedAt), ...filled,
    startedAt: input.startedAt, endedAt: input.endedAt, state: 'reported', rate: task.rate, by: ctx.user.id,
  });
  return { report: id, piece: filled.piece, premium: filled.premium };
}

export async function correct(ctx, input) {
  const first = await ctx.records.report.get(input.report);
  if (!first) throw ctx.refuse('report.unknown', { report: input.report });
  if (first.state !== 'reported') throw ctx.refuse('report.state', { state: ctx.t('state.' + first.state) });
  const day = ctx.date.today();
  if (!(await isOpen(ctx, monthOf(day)))) throw ctx.refuse('month.closed', { month: monthOf(day) });
  const earlier = await ctx.records.report.find({ where: { corrects: first.id }, limit: 100 });
  const stands = (name) => earlier.reduce((sum, line) => sum + line[name], first[name]);
  const change = { good: input.good - stands('good'), scrap: input.scrap - stands('scrap'), rework: input.rework - stands('rework') };
  if (change.good === 0 && change.scrap === 0 && change.rework === 0) throw ctx.refuse('report.noChange', {});
  const task = await ctx.records.task.get(first.task);
  const worker = await ctx.records.worker.get(first.worker);
  await count(ctx, task, change);
  const wage = pieceWage(change.good, first.rate, first.factor);
  await add(ctx, worker, monthOf(day), { piece: wage.piece, premium: wage.premium });
  const id = ctx.records.report.insert({
    task: task.id, taskCode: task.code, orderCode: task.orderCode, ...whose(worker, ctx.now()), ...change, ...wage,
    startedAt: ctx.now(), endedAt: ctx.now(), duration: 0, kind: first.kind, factor: first.factor, rate: first.rate, state: 'correction',
    corrects: first.id, reason: input.reason.trim(), by: ctx.user.id,
  });
  return { report: id, ...wage };
}

// Parts that were set aside come back good or are lost. They were paid for, or not, when they were first reported.
export async function reworked(ctx, input) {
  const task = await ctx.records.task.first({ where: { code: input.task } });
  if (!task) throw ctx.refuse('task.unknown', { code: input.task });
  const pieces = input.good + input.scrap;
  if (pieces === 0) throw ctx.refuse('report.empty', {});
  if (pieces > task.rework) throw ctx.refuse('rework.tooMany', { waiting: task.rework });
  await count(ctx, task, { good: input.good, scrap: input.scrap, rework: -pieces });
  ctx.records.reworkLine.insert({ task: task.id, taskCode: task.code, good: input.good, scrap: input.scrap, by: ctx.user.id, at: ctx.now() });
  return { task: task.code, waiting: task.rework - pieces };
}

// What the caller has done in the last month, and what it comes to today.
export async function own(ctx) {
  const worker = await myself(ctx);
  if (!worker) return { rows: [], today: 0 };
  const today = ctx.date.today();
  const days = Array.from({ length: 31 }, (_, back) => worker.code + '/' + ctx.date.addDays(today, -back));
  const rows = await ctx.records.report.find({ where: { workerDay: { in: days } }, orderBy: ['-startedAt'], limit: 300 });
  return { rows, today: rows.filter((r) => r.day === today).reduce((sum, r) => sum + (r.piece ?? 0) + (r.premium ?? 0), 0) };
}

// Counts the pieces, prices them, and adds the pay to the worker's month.
async function write(ctx, { task, worker, rate, input, period }) {
  if (input.good + input.scrap + input.rework === 0) throw ctx.refuse('report.empty', {});
  if (input.scrap + input.rework > 0 && !(input.reason ?? '').trim()) throw ctx.refuse('report.reason', {});
  const month = monthOf(period.day);
  if (!(await isOpen(ctx, month))) throw ctx.refuse('month.closed', { month });
  await count(ctx, task, { good: input.good, scrap: input.scrap, rework: input.rework });
  const wage = pieceWage(input.good, rate, period.factor);
  const time = period.kind === 'plain' ? { plainTime: period.duration } : { overtimeTime: period.duration };
  await add(ctx, worker, month, { piece: wage.piece, premium: wage.premium, ...time });
  ctx.emit('TaskReported', { task: task.code, order: task.orderCode, good: input.good, scrap: input.scrap, rework: input.rework });
  return {
    good: input.good, scrap: input.scrap, rework: input.rework, reason: (input.reason ?? '').trim() || null,
    duration: period.duration, kind: period.kind, factor: period.factor, ...wage,
    efficiency: period.duration > 0 ? ctx.decimal.div(String(task.standard * input.good), String(period.duration), 4) : null,
  };
}

// Whose time it is: normal, or overtime that somebody allowed. Work that is partly inside a permit is two reports, because each has its own price.
async function timeOf(ctx, worker, from, to) {
  const day = dayOf(from);
  const permit = await permitOf(ctx, worker, from, { from: { lt: to }, to: { gt: from } });
  if (permit && (permit.from > from || permit.to < to)) throw ctx.refuse('overtime.straddles', { from: local(permit.from), to: local(permit.to) });
  const kind = permit ? permit.kind : 'plain';
  return { day, kind, factor: factorOf(ctx, kind), duration: Date.parse(to) - Date.parse(from) };
}

async function mayBegin(ctx, worker, now) {
  const day = dayOf(now);
  if (!(await isOpen(ctx, monthOf(day)))) return ['month.closed', { month: monthOf(day) }];
  if ((await kindOfDay(ctx, day)) === 'workday') return [null, {}];
  return (await permitOf(ctx, worker, now, { from: { lte: now }, to: { gt: now } })) ? [null, {}] : ['overtime.missing', { day }];
}

async function permitOf(ctx, worker, at, when) {
  return await ctx.records.overtime.first({ where: { workerDay: { in: daysAround(ctx, worker, at) }, ...when }, orderBy: ['from'] });
}

async function runningOf(ctx, worker) {
  return await ctx.records.report.first({ where: { runningKey: worker.code } });
}

async function overlapping(ctx, worker, from, to) {
  const near = await ctx.records.report.find({ where: { workerDay: { in: daysAround(ctx, worker, from) }, state: { in: ['running', 'reported'] } }, limit: 1000 });
  return near.find((r) => r.startedAt < to && (!r.endedAt || r.endedAt > from));
}

const daysAround = (ctx, worker, at) => [-1, 0, 1].map((days) => worker.code + '/' + ctx.date.addDays(dayOf(at), days));

const local = (at) => new Date(Date.parse(at) + 8 * 3600000).toISOString().slice(0, 16).replace('T', ' ');

function whose(worker, at) {
  const day = dayOf(at);
  return { worker: worker.id, workerCode: worker.code, workerName: worker.name, day, month: monthOf(day), workerDay: worker.code + '/' + day };
}

function screen(ctx, task, state, report, reason, facts) {
  const pieces = ctx.t('unit.pieces');
  return {
    answer: reason ? 'red' : 'green', state, report, reason, sentence: reason ? ctx.t('reason.' + reason, facts) : null,
    parameters: reason ? [] : [
      { name: ctx.t('field.operation'), value: task.operation, unit: task.workcenter },
      { name: ctx.t('field.itemName'), value: task.itemName, unit: task.orderCode },
      { name: ctx.t('field.left'), value: String(left(task)), unit: pieces },
      { name: ctx.t('field.rate'), value: ctx.decimal.div(String(task.rate), '1000000', 4), unit: ctx.t('unit.yuanPerPiece') },
    ],
  };
}
