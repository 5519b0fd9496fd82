import { advise } from './lib/advice.js';
import { draw } from './lib/bills.js';
import { bring } from './lib/import.js';
import { known, meterOf, put } from './lib/readings.js';
import { balance as compare, bandsOf, curve as course, latest as newest, months as byMonth } from './lib/reports.js';
import { shareMonth as give } from './lib/sharing.js';
import { activate as check } from './lib/tariffs.js';

// A meter that says what it used in each period: the windows of the host sum it over a quarter of an hour.
export async function onEnergy({ input }, ctx) {
  return await put(ctx, await meterOf(ctx, input.device), input.to, input.sum, input);
}

// A meter that says what its register shows: what counts is by how much it rose.
export async function onRegister({ input }, ctx) {
  return await put(ctx, await meterOf(ctx, input.device), input.to, input.delta, input);
}

export async function importReadings({ input }, ctx) {
  return await bring(ctx, await known(ctx, input.meter), input);
}

export async function activateTariff({ input }, ctx) {
  return await check(ctx, input.tariff);
}

export async function drawBill({ input }, ctx) {
  return await draw(ctx, await known(ctx, input.meter), input.month);
}

export async function curve({ input }, ctx) {
  return await course(ctx, input.day);
}

export async function bands(_, ctx) {
  return await bandsOf(ctx);
}

export async function months(_, ctx) {
  return await byMonth(ctx);
}

export async function shareMonth({ input }, ctx) {
  return await give(ctx, input);
}

export async function latest(_, ctx) {
  return await newest(ctx);
}

export async function balance(_, ctx) {
  return await compare(ctx);
}

export async function advice({ input }, ctx) {
  return await advise(ctx, input.day);
}
