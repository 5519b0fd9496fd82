// Orders and the operations they are made of.

const MOST = 30; // one report may move every operation after its own, and a call has fifty reads

// Releasing an order makes a card for each operation of the item's routing. The prices are those of this day: a later price does not
// reach back into work that has begun.
export async function release(ctx, id) {
  const order = await ctx.records.workOrder.get(id);
  if (!order) throw ctx.refuse('order.unknown', { order: id });
  if (order.state !== 'draft') throw ctx.refuse('order.state', { state: ctx.t('state.' + order.state) });
  const steps = await ctx.records.routingStep.find({ where: { item: order.item }, orderBy: ['seq'], limit: MOST + 1 });
  if (steps.length > MOST) throw ctx.refuse('routing.long', { most: MOST });
  if (steps.length === 0) throw ctx.refuse('routing.none', { item: order.item });
  const odd = steps.find((step) => step.rate % 100 !== 0);
  if (odd) throw ctx.refuse('routing.rate', { operation: odd.operation });
  steps.forEach((step, at) => {
    ctx.records.task.insert({
      order: order.id, orderCode: order.code, orderSeq: order.code + '/' + (at + 1), code: order.code + '-' + String((at + 1) * 10), itemName: order.itemName,
      seq: at + 1, operation: step.operation, workcenter: step.workcenter, standard: step.standard, rate: step.rate, due: order.due,
      available: at === 0 ? order.qty : 0, overrun: 0, good: 0, scrap: 0, rework: 0, moreComes: at > 0, state: at === 0 ? 'ready' : 'waiting',
    });
  });
  ctx.records.workOrder.update(order.id, { state: 'released', releasedOn: ctx.date.today() }, { version: order.version });
  ctx.emit('WorkOrderReleased', { order: order.code, operations: steps.length });
  return { order: order.code, operations: steps.length };
}

// More pieces than came in: allowed by a leader, with a reason, and kept.
export async function approveOverrun(ctx, input) {
  const task = await ctx.records.task.first({ where: { code: input.task } });
  if (!task) throw ctx.refuse('task.unknown', { code: input.task });
  const state = task.state === 'waiting' ? 'ready' : task.state;
  ctx.records.task.update(task.id, { overrun: task.overrun + input.pieces, state }, { version: task.version });
  ctx.records.overrun.insert({ task: task.id, taskCode: task.code, pieces: input.pieces, reason: input.reason.trim(), by: ctx.user.id, at: ctx.now() });
  return { task: task.code, overrun: task.overrun + input.pieces };
}
