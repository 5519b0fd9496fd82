// What the firm gives to the brain of a month: the energy of its main meters and the pieces that were made with it. Without its grant nothing is.

import { micro, text } from './amounts.js';

// Once a month by itself, with the pieces that the OEE app has counted; or by hand, with pieces that somebody says.
export async function shareMonth(ctx, input) {
  const month = input.month ?? ctx.date.addDays(ctx.date.today().slice(0, 7) + '-01', -1).slice(0, 7);
  if (month >= ctx.date.today().slice(0, 7)) throw ctx.refuse('share.running', { month });
  const main = await ctx.records.meter.find({ where: { parent: { isNull: true } }, limit: 100 });
  const days = await ctx.records.day.find({ where: { meter: { in: main.map((m) => m.id) }, month }, limit: 1000, select: ['kwh'] });
  if (days.length === 0) {
    if (input.month === undefined) return { shared: false };
    throw ctx.refuse('share.none', { month });
  }
  const pieces = input.pieces ?? await counted(ctx, month);
  if (!pieces) return { shared: false };
  const record = { month, kwh: text(days.reduce((all, day) => all + micro(day.kwh), 0)), pieces };
  try {
    ctx.share('energy.perOutput', record);
  } catch (error) {
    if (error.code !== 'grant.missing') throw error;
    return { shared: false };
  }
  return { shared: true, ...record };
}

async function counted(ctx, month) {
  try {
    return (await ctx.apps.oee.monthOutput({ month })).good;
  } catch (error) {
    if (error.code !== 'grant.missing' && error.code !== 'notFound') throw error;
    return 0; // the firm counts its pieces elsewhere
  }
}
