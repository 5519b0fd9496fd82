import { begin, close, mark } from './lib/shifts.js';
import { enter, resume, scan, stop } from './lib/stops.js';
import { byDay, byMachine, losses as worst, reliability as failures, timeline as parts } from './lib/reports.js';
import { output, shareMonth as give } from './lib/sharing.js';
import { due, finish, raise, report, take } from './lib/maintenance.js';

// A worker stands at a machine and scans a reason card when it stops, and the RUN card when it runs again.
export async function onScan({ input }, ctx) {
  return await scan(ctx, input.code.trim(), input.machine.trim());
}

export async function beginShift({ input }, ctx) {
  return await begin(ctx, input);
}

export async function closeShift({ input }, ctx) {
  return await close(ctx, input);
}

export async function stopMachine({ input }, ctx) {
  return await stop(ctx, input.machine, input.reason);
}

export async function resumeMachine({ input }, ctx) {
  return await resume(ctx, input.machine);
}

export async function enterStop({ input }, ctx) {
  return await enter(ctx, input);
}

export async function nameStop({ input }, ctx) {
  return await mark(ctx, input);
}

export async function timeline({ input }, ctx) {
  return await parts(ctx, input.shift);
}

export async function machines(_, ctx) {
  return await byMachine(ctx);
}

export async function days(_, ctx) {
  return await byDay(ctx);
}

export async function shareMonth({ input }, ctx) {
  return await give(ctx, input.month);
}

export async function monthOutput({ input }, ctx) {
  return await output(ctx, input.month);
}

export async function losses(_, ctx) {
  return await worst(ctx);
}

export async function reliability(_, ctx) {
  return await failures(ctx);
}

export async function duePlans(_, ctx) {
  return await due(ctx);
}

export async function raiseOrder({ input }, ctx) {
  return await raise(ctx, input.plan);
}

export async function reportFault({ input }, ctx) {
  return await report(ctx, input);
}

export async function takeOrder({ input }, ctx) {
  return await take(ctx, input.order);
}

export async function finishOrder({ input }, ctx) {
  return await finish(ctx, input);
}
