/** Moves an order one step on; an order never goes back.
 * @param {{ input: { order: string, to: 'doing' | 'done' } }} call @param {import('./types/app').Context} ctx */
export async function move({ input }, ctx) {
  const order = await ctx.records.order.get(input.order);
  if (!order) return ctx.refuse('order.unknown', { order: input.order });
  if (order.state === 'done' || order.state === input.to) return ctx.refuse('order.moved', { code: order.code });
  ctx.records.order.update(order.id, { state: input.to }, { version: order.version });
  return { id: order.id, state: input.to };
}

/** Planned and good pieces of each open order, the latest due first.
 * @param {unknown} call @param {import('./types/app').Context} ctx */
export async function progress(call, ctx) {
  const orders = await ctx.records.order.find({ where: { state: 'doing' }, orderBy: ['-due'], limit: 20 });
  return orders.map((order) => ({ code: order.code, planned: order.quantity, good: order.good }));
}
