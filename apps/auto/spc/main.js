import { scan } from './lib/scan.js';
import { bring } from './lib/import.js';
import { count, leaveOut, measure } from './lib/samples.js';
import { propose, restart, sign } from './lib/limits.js';
import { drawn, rows } from './lib/chart.js';
import { indices } from './lib/capability.js';
import { close, done, steps } from './lib/signals.js';
import { offered, turn } from './lib/rules.js';

// A worker chooses the gauge in hand and scans the characteristic's card: what to measure, or why not.
export async function onScan({ input }, ctx) {
  return await scan(ctx, input.code.trim(), input.gauge.trim());
}

export async function record({ input }, ctx) {
  return await measure(ctx, input);
}

export async function recordCount({ input }, ctx) {
  return await count(ctx, input);
}

export async function importSamples({ input }, ctx) {
  return await bring(ctx, input);
}

export async function exclude({ input }, ctx) {
  return await leaveOut(ctx, input);
}

export async function proposeLimits({ input }, ctx) {
  return await propose(ctx, input.characteristic);
}

export async function signLimits({ input }, ctx) {
  return await sign(ctx, input.limits);
}

export async function restudy({ input }, ctx) {
  return await restart(ctx, input);
}

export async function chart({ input }, ctx) {
  return await drawn(ctx, input.characteristic);
}

export async function newest(_, ctx) {
  return await rows(ctx);
}

export async function capability({ input }, ctx) {
  return await indices(ctx, input.characteristic);
}

export async function stepsOf({ input }, ctx) {
  return await steps(ctx, input.signal);
}

export async function react({ input }, ctx) {
  return await done(ctx, input);
}

export async function closeSignal({ input }, ctx) {
  return await close(ctx, input);
}

export async function rulesOf({ input }, ctx) {
  return await offered(ctx, input.characteristic);
}

export async function switchRule({ input }, ctx) {
  return await turn(ctx, input);
}
