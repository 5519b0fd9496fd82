// The month of a worker as one running account: a report adds to it, a wage sheet reads it. So a sheet of three hundred people is a few
// reads, and no report is ever counted from the beginning again.

// The sheet of a month, or undefined when nobody has worked in it yet.
export async function sheetOf(ctx, month) {
  return await ctx.records.wageSheet.first({ where: { month } });
}

// Whether wages of the month may still move.
export async function isOpen(ctx, month) {
  const sheet = await sheetOf(ctx, month);
  return !sheet || sheet.state === 'open';
}

// Adds to the worker's account of the month; `parts` are signed.
export async function add(ctx, worker, month, parts) {
  if (!(await sheetOf(ctx, month))) ctx.records.wageSheet.insert({ month, state: 'open' });
  const key = month + '/' + worker.code;
  const account = await ctx.records.account.first({ where: { key } });
  if (!account) {
    ctx.records.account.insert({
      key, month, worker: worker.id, workerCode: worker.code, workerName: worker.name,
      piece: 0, premium: 0, hourly: 0, plainTime: 0, overtimeTime: 0, hourlyTime: 0, ...parts,
    });
    return;
  }
  const patch = {};
  for (const name of Object.keys(parts)) patch[name] = account[name] + parts[name];
  ctx.records.account.update(account.id, patch, { version: account.version });
}
