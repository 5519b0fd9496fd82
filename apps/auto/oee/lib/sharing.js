// What the firm gives to the brain of a month: how long its machines were to run, and how long they ran. Without its grant nothing is.

export async function shareMonth(ctx, month) {
  const of = month ?? ctx.date.addDays(ctx.date.today().slice(0, 7) + '-01', -1).slice(0, 7);
  const where = { state: 'closed', day: { between: [of + '-01', ctx.date.addDays(nextOf(ctx, of), -1)] } };
  const [sums] = await ctx.records.shift.aggregate({ where, sum: ['ran', 'busy'], count: true });
  if (!sums || sums.count === 0 || sums.sum.busy === 0) return { shared: false };
  const record = { month: of, ran: sums.sum.ran, planned: sums.sum.busy };
  try {
    ctx.share('machine.utilisation', record);
  } catch (error) {
    if (error.code !== 'grant.missing') throw error;
    return { shared: false };
  }
  return { shared: true, ...record };
}

// Good pieces of a month, for apps that relate something to output.
export async function output(ctx, month) {
  const where = { state: 'closed', day: { between: [month + '-01', ctx.date.addDays(nextOf(ctx, month), -1)] } };
  const [sums] = await ctx.records.shift.aggregate({ where, sum: ['good'], count: true });
  return { month, shifts: sums ? sums.count : 0, good: sums && sums.count > 0 ? sums.sum.good : 0 };
}

const nextOf = (ctx, month) => ctx.date.addDays(month + '-28', 4).slice(0, 7) + '-01';
