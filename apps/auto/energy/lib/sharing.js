// What the firm gives to the brain of a month: the energy of its main meters and the pieces that were made with it. Without its grant nothing is.

import { micro, text } from './amounts.js';

export async function shareMonth(ctx, { month, pieces }) {
  if (month >= ctx.date.today().slice(0, 7)) throw ctx.refuse('share.running', { month });
  const main = await ctx.records.meter.find({ where: { parent: { isNull: true } }, limit: 100 });
  const days = await ctx.records.day.find({ where: { meter: { in: main.map((m) => m.id) }, month }, limit: 1000, select: ['kwh'] });
  if (days.length === 0) throw ctx.refuse('share.none', { month });
  const record = { month, kwh: text(days.reduce((all, day) => all + micro(day.kwh), 0)), pieces };
  try {
    ctx.share('energy.perOutput', record);
  } catch (error) {
    if (error.code !== 'grant.missing') throw error;
    return { shared: false };
  }
  return { shared: true, ...record };
}
