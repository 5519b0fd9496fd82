const HOUR = 3600000;

// A worker reports one point. What is abnormal must say what was seen.
export async function report({ input }, ctx) {
  const point = await ctx.records.point.get(input.point);
  if (!point) return ctx.refuse('point.unknown', { point: input.point });
  const note = (input.note ?? '').trim();
  if (input.result === 'abnormal' && note === '') return ctx.refuse('note.missing', { point: point.code });
  const at = ctx.now();
  const round = ctx.records.round.insert({ point: point.id, result: input.result, note, who: ctx.user.id, at });
  ctx.records.point.update(point.id, { lastAt: at }, { version: point.version });
  if (input.result === 'abnormal') ctx.emit('CheckAbnormal', { point: point.code, machine: point.machine });
  return { round, next: new Date(Date.parse(at) + point.everyHours * HOUR).toISOString() };
}

// Points whose time has passed, the longest overdue first; one that was never checked comes before all.
export async function due(_, ctx) {
  return { rows: await overdue(ctx) };
}

export async function remind(_, ctx) {
  const rows = await overdue(ctx);
  if (rows.length > 0) ctx.emit('CheckOverdue', { count: rows.length, first: rows[0].code });
  return { count: rows.length };
}

async function overdue(ctx) {
  const now = Date.parse(ctx.now());
  const points = await ctx.records.point.find({ limit: 1000 });
  return points
    .map((p) => ({ id: p.id, code: p.code, machine: p.machine, item: p.item, lastAt: p.lastAt ?? null, hours: late(p, now) }))
    .filter((p) => p.hours === null || p.hours > 0)
    .sort((a, b) => (b.hours ?? Infinity) - (a.hours ?? Infinity) || (a.code < b.code ? -1 : 1));
}

function late(point, now) {
  return point.lastAt ? Math.floor((now - Date.parse(point.lastAt)) / HOUR) - point.everyHours : null;
}
