// The pieces of an operation: never more come out than the one before let in and the leader allowed on top.

export const taken = (task) => task.good + task.scrap + task.rework;

export const left = (task) => task.available + task.overrun - taken(task);

// Done: the operation before is, and every piece it let in is good or lost.
const isDone = (task) => !task.moreComes && task.rework === 0 && task.good + task.scrap >= task.available;

function stateOf(task) {
  if (isDone(task)) return 'done';
  if (taken(task) > 0) return 'running';
  return task.available + task.overrun === 0 ? 'waiting' : task.state === 'running' ? 'running' : 'ready';
}

// Counts a change at an operation and hands the good pieces on. Nothing may end below what has already gone on from it.
export async function count(ctx, task, change) {
  let now = { ...task, good: task.good + change.good, scrap: task.scrap + change.scrap, rework: task.rework + change.rework };
  if (now.good < 0 || now.scrap < 0 || now.rework < 0) throw ctx.refuse('pieces.negative', {});
  if (left(now) < 0) throw ctx.refuse('pieces.tooMany', { most: task.available + task.overrun, left: left(task) });
  ctx.records.task.update(task.id, { good: now.good, scrap: now.scrap, rework: now.rework, state: stateOf(now) }, { version: task.version });
  for (;;) {
    const next = await ctx.records.task.first({ where: { orderSeq: now.orderCode + '/' + (now.seq + 1) } });
    if (!next) return await delivered(ctx, now);
    const after = { ...next, available: now.good, moreComes: !isDone(now) };
    if (after.available === next.available && after.moreComes === next.moreComes) return;
    if (left(after) < 0) throw ctx.refuse('pieces.gone', { seq: next.seq, taken: taken(next) });
    ctx.records.task.update(next.id, { available: after.available, moreComes: after.moreComes, state: stateOf(after) }, { version: next.version });
    now = after;
  }
}

// The order is complete when its last operation is.
async function delivered(ctx, last) {
  const order = await ctx.records.workOrder.get(last.order);
  const [completed, today] = [isDone(last), ctx.date.today()];
  const late = completed && today > order.due;
  ctx.records.workOrder.update(order.id, {
    done: last.good, state: completed ? 'completed' : 'released', completedOn: completed ? today : null, late,
  }, { version: order.version });
  if (late && order.state !== 'completed') ctx.emit('WorkOrderLate', { order: order.code, due: order.due, completedOn: today });
}
