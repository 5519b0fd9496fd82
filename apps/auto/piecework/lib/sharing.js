// What the firm gives to the brain of a month: how many orders were due and how many kept their day, and how long they were in work. Nobody's
// name, piece price or wage is in it. Without its grant nothing is given.

const MOST = 1000;

export async function shareMonth(ctx, month) {
  const of = month ?? ctx.date.addDays(ctx.date.today().slice(0, 7) + '-01', -1).slice(0, 7);
  const last = ctx.date.addDays(ctx.date.addDays(of + '-28', 4).slice(0, 7) + '-01', -1);
  const where = { due: { between: [of + '-01', last] }, state: { ne: 'draft' } };
  const due = await ctx.records.workOrder.count({ where });
  if (due === 0) return { shared: [] };
  const onTime = await ctx.records.workOrder.count({ where: { ...where, state: 'completed', late: false } });
  const done = await ctx.records.workOrder.find({ where: { ...where, state: 'completed' }, orderBy: ['due'], limit: MOST, select: ['releasedOn', 'completedOn'] });
  const days = done.reduce((sum, order) => sum + ctx.date.daysBetween(order.releasedOn ?? order.completedOn, order.completedOn), 0);
  const shared = [];
  give(ctx, shared, 'workOrder.onTime', { month: of, onTime, due });
  if (done.length > 0) give(ctx, shared, 'workOrder.inWork', { month: of, days, orders: done.length });
  return { shared };
}

function give(ctx, shared, dataset, record) {
  try {
    ctx.share(dataset, record);
    shared.push(dataset);
  } catch (error) {
    if (error.code !== 'grant.missing') throw error;
  }
}
