import { approveOverrun, release } from './lib/orders.js';
import { abandon, correct, enter, finish, own, reworked, scan } from './lib/reports.js';
import { approveOvertime, decideHours, requestHours } from './lib/hours.js';
import { approveMakeup, closePage, close, draft, proposeMakeups } from './lib/sheets.js';
import { floorWip } from './lib/wip.js';
import { shareMonth as share } from './lib/sharing.js';

// A worker scans the card of an operation at a work centre: the work begins, or the screen says why not.
export async function onScan({ input }, ctx) {
  return await scan(ctx, input.code.trim(), input.workcenter.trim());
}

// The worker says what came of it: the report closes, and the piece wage stands on it.
export async function report({ input }, ctx) {
  return await finish(ctx, input);
}

export async function abandonReport({ input }, ctx) {
  return await abandon(ctx, input.report);
}

// The leader writes down work that was not scanned.
export async function enterReport({ input }, ctx) {
  return await enter(ctx, input);
}

// A report is never changed: a correction is a line of its own, in the month that is open.
export async function correctReport({ input }, ctx) {
  return await correct(ctx, input);
}

export async function reworkDone({ input }, ctx) {
  return await reworked(ctx, input);
}

export async function releaseOrder({ input }, ctx) {
  return await release(ctx, input.order);
}

export async function allowOverrun({ input }, ctx) {
  return await approveOverrun(ctx, input);
}

export async function allowOvertime({ input }, ctx) {
  return await approveOvertime(ctx, input);
}

export async function bookHours({ input }, ctx) {
  return await requestHours(ctx, input);
}

export async function approveHours({ input }, ctx) {
  return await decideHours(ctx, input.hours, true);
}

export async function refuseHours({ input }, ctx) {
  return await decideHours(ctx, input.hours, false);
}

export async function mine(_, ctx) {
  return await own(ctx);
}

export async function wip(_, ctx) {
  return await floorWip(ctx);
}

export async function wageDraft({ input }, ctx) {
  return await draft(ctx, input.sheet);
}

export async function proposeMakeup({ input }, ctx) {
  return await proposeMakeups(ctx, input.sheet);
}

export async function approveMakeupPay({ input }, ctx) {
  return await approveMakeup(ctx, input.makeup);
}

export async function closeSheet({ input }, ctx) {
  return await close(ctx, input.sheet);
}

export async function closeSheetPage({ input }, ctx) {
  return await closePage(ctx, input.sheet, input.after);
}

// Once a month, by itself.
export async function shareMonth({ input }, ctx) {
  return await share(ctx, input.month);
}
