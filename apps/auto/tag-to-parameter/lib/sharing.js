// What the firm gives to the brain of a month: how many scans matched, and how long it took from the scan until the machine was locked in. Never a
// value of a recipe. Without its grant nothing is given.

export async function shareMonth(ctx, month) {
  const of = month ?? ctx.date.addDays(ctx.date.today().slice(0, 7) + '-01', -1).slice(0, 7);
  const next = ctx.date.addDays(of + '-28', 4).slice(0, 7);
  // A job counts in the month in which it was last touched: that is how it ended.
  const where = { updatedAt: { gte: ctx.date.at(of + '-01', '00:00'), lt: ctx.date.at(next + '-01', '00:00') } };
  const scans = await ctx.records.download.count({ where });
  if (scans === 0) return { shared: [] };
  const blocked = await ctx.records.download.count({ where: { ...where, state: 'BLOCKED' } });
  const [locked] = await ctx.records.download.aggregate({ where: { ...where, state: 'LOCKED', changeover: { isNull: false } }, sum: ['changeover'], count: true });
  const shared = [];
  give(ctx, shared, 'scan.match', { month: of, matched: scans - blocked, scans });
  if (locked && locked.count > 0) give(ctx, shared, 'scan.changeover', { month: of, duration: locked.sum.changeover, jobs: locked.count });
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
