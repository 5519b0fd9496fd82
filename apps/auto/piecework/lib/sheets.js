// The wage sheet of a month: drawn from the accounts as often as anyone likes, closed once.

import { monthOf } from './days.js';
import { month as monthOfWorker } from './wages.js';

const PAGE = 100;
const PEOPLE = 1000;

const accountsOf = (ctx, month, more) => ctx.records.account.find({ where: { month, ...more }, orderBy: ['workerCode'], limit: PEOPLE });

// The minimum wage that was in force when the month ended.
const minimumOf = (ctx, month) => ctx.records.minimumWage.first({ where: { effective: { lt: nextMonth(ctx, month) } }, orderBy: ['-effective'] });

const nextMonth = (ctx, month) => monthOf(ctx.date.addDays(month + '-28', 4)) + '-01';

export async function draft(ctx, id) {
  const sheet = await ctx.records.wageSheet.get(id);
  if (!sheet) throw ctx.refuse('sheet.unknown', {});
  if (sheet.state === 'closed') {
    const slips = await ctx.records.paySlip.find({ where: { month: sheet.month }, orderBy: ['workerCode'], limit: PEOPLE });
    const closed = slips.map((slip) => ({ ...slip, makeupState: slip.makeup > 0 ? 'approved' : 'none', makeupId: null }));
    return { month: sheet.month, state: sheet.state, lines: closed, ...totals(closed) };
  }
  const minimum = await minimumOf(ctx, sheet.month);
  const makeups = byWorker(await makeupsOf(ctx, sheet.month));
  const lines = (await accountsOf(ctx, sheet.month, {})).map((account) => {
    const line = monthOfWorker(account, minimum);
    const makeup = makeups[account.workerCode];
    const state = line.makeup === 0 ? 'none' : makeup && makeup.amount === line.makeup ? makeup.state : 'missing';
    return { ...line, makeupState: state, makeupId: makeup ? makeup.id : null };
  });
  return { month: sheet.month, state: sheet.state, lines, ...totals(lines) };
}

// A line that lifts pay to the floor is proposed by the rule, and approved by a person before the sheet closes.
export async function proposeMakeups(ctx, id) {
  const sheet = await ctx.records.wageSheet.get(id);
  if (!sheet) throw ctx.refuse('sheet.unknown', {});
  if (sheet.state !== 'open') throw ctx.refuse('month.closed', { month: sheet.month });
  const minimum = await minimumOf(ctx, sheet.month);
  if (!minimum) throw ctx.refuse('minimum.none', { month: sheet.month });
  const known = byWorker(await makeupsOf(ctx, sheet.month));
  let proposed = 0;
  for (const account of await accountsOf(ctx, sheet.month, {})) {
    const line = monthOfWorker(account, minimum);
    const makeup = known[account.workerCode];
    if (makeup && makeup.amount === line.makeup) continue;
    if (!makeup && line.makeup === 0) continue;
    if (proposed === 190) break; // what one call may propose; pressed again, it goes on
    if (makeup) ctx.records.makeup.update(makeup.id, { amount: line.makeup, floor: line.floor, state: 'proposed', approvedBy: null }, { version: makeup.version });
    else ctx.records.makeup.insert({
      key: sheet.month + '/' + account.workerCode, month: sheet.month, worker: account.worker, workerCode: account.workerCode, workerName: account.workerName,
      floor: line.floor, amount: line.makeup, state: 'proposed',
    });
    proposed++;
  }
  return { month: sheet.month, proposed };
}

export async function approveMakeup(ctx, id) {
  const makeup = await ctx.records.makeup.get(id);
  if (!makeup) throw ctx.refuse('makeup.unknown', {});
  if (makeup.state !== 'proposed') throw ctx.refuse('report.state', { state: ctx.t('state.' + makeup.state) });
  ctx.records.makeup.update(makeup.id, { state: 'approved', approvedBy: ctx.user.id }, { version: makeup.version });
  return { makeup: makeup.id };
}

// Closing is for ever: from here on the month takes no report, and the pay slips are lines that nobody can change.
export async function close(ctx, id) {
  const sheet = await ctx.records.wageSheet.get(id);
  if (!sheet) throw ctx.refuse('sheet.unknown', {});
  if (sheet.state !== 'open') throw ctx.refuse('month.closed', { month: sheet.month });
  if (monthOf(ctx.date.today()) <= sheet.month) throw ctx.refuse('sheet.monthRuns', { month: sheet.month });
  const running = await ctx.records.report.first({ where: { state: 'running', month: sheet.month } });
  if (running) throw ctx.refuse('sheet.running', { worker: running.workerName, task: running.taskCode });
  const waiting = await ctx.records.hours.first({ where: { state: 'requested', month: sheet.month } });
  if (waiting) throw ctx.refuse('sheet.hours', { worker: waiting.workerName, day: waiting.day });
  const { lines, total, makeup } = await draft(ctx, id);
  const open = lines.find((line) => line.makeup > 0 && line.makeupState !== 'approved');
  if (open) throw ctx.refuse('sheet.makeup', { worker: open.workerName });
  ctx.records.wageSheet.update(sheet.id, { state: 'closing', workers: lines.length, total, makeup, closedBy: ctx.user.id }, { version: sheet.version });
  ctx.job.start('closeSheetPage', { sheet: sheet.id, after: '' });
  return { month: sheet.month, workers: lines.length, total };
}

// Writes the slips of a hundred people, then calls itself for the next hundred. Done twice it writes nothing twice.
export async function closePage(ctx, id, after) {
  const sheet = await ctx.records.wageSheet.get(id);
  if (!sheet || sheet.state !== 'closing') return { written: 0 };
  const minimum = await minimumOf(ctx, sheet.month);
  const accounts = await ctx.records.account.find({ where: { month: sheet.month, workerCode: { gt: after } }, orderBy: ['workerCode'], limit: PAGE });
  const written = await ctx.records.paySlip.find({ where: { month: sheet.month, workerCode: { gt: after } }, orderBy: ['workerCode'], limit: PAGE });
  const there = byWorker(written);
  for (const account of accounts) {
    if (there[account.workerCode]) continue;
    const { normalTime, overtimeTime, ...line } = monthOfWorker(account, minimum);
    ctx.records.paySlip.insert({ ...line, sheet: sheet.id, key: sheet.month + '/' + account.workerCode, normalTime, overtimeTime });
  }
  if (accounts.length === PAGE) ctx.job.start('closeSheetPage', { sheet: sheet.id, after: accounts[PAGE - 1].workerCode });
  else {
    ctx.records.wageSheet.update(sheet.id, { state: 'closed', closedAt: ctx.now() }, { version: sheet.version });
    ctx.emit('WageClosed', { month: sheet.month, workers: sheet.workers });
  }
  return { written: accounts.length };
}

const makeupsOf = (ctx, month) => ctx.records.makeup.find({ where: { month }, limit: PEOPLE });

function byWorker(rows) {
  const found = {};
  for (const row of rows) found[row.workerCode] = row;
  return found;
}

function totals(lines) {
  const sum = (name) => lines.reduce((all, line) => all + line[name], 0);
  return { piece: sum('piece'), premium: sum('premium'), hourly: sum('hourly'), makeup: sum('makeup'), total: sum('total') };
}
