// Extension digit and a company prefix under GS1 952, which is kept for examples; a firm prints with its own.
const PREFIX = '09527001';
const MOST = 150;

// Splits a quantity into boxes, each with its own SSCC; the last box takes the rest.
export async function pack({ input }, ctx) {
  const boxes = Math.ceil(input.quantity / input.perBox);
  if (boxes > MOST) return ctx.refuse('boxes.tooMany', { boxes, most: MOST });
  const before = await ctx.records.box.count({});
  const delivery = ctx.records.delivery.insert({
    customer: input.customer, item: input.item, lot: input.lot ?? '', quantity: input.quantity, boxes, state: 'packed',
  });
  const labels = [];
  for (let i = 0; i < boxes; i++) {
    const quantity = Math.min(input.perBox, input.quantity - i * input.perBox);
    const body = PREFIX + String(before + i + 1).padStart(9, '0');
    const sscc = body + ctx.code.gs1CheckDigit(body);
    ctx.records.box.insert({ sscc, delivery, quantity });
    labels.push({ sscc, quantity, text: '(00)' + sscc + '(37)' + quantity });
  }
  return { delivery, boxes, labels };
}

// What leaves must add up: the boxes hold exactly what the delivery note says.
export async function ship({ input }, ctx) {
  const delivery = await ctx.records.delivery.get(input.delivery);
  if (!delivery) return ctx.refuse('delivery.unknown', { delivery: input.delivery });
  if (delivery.state !== 'packed') return ctx.refuse('delivery.state', { state: delivery.state });
  const boxes = await ctx.records.box.find({ where: { delivery: delivery.id }, limit: 1000 });
  const inside = boxes.reduce((sum, b) => sum + b.quantity, 0);
  if (inside !== delivery.quantity) return ctx.refuse('delivery.quantity', { note: delivery.quantity, boxes: inside });
  ctx.records.delivery.update(delivery.id, { state: 'shipped' }, { version: delivery.version });
  ctx.emit('DeliveryShipped', { delivery: delivery.id, boxes: boxes.length });
  return { delivery: delivery.id, state: 'shipped' };
}
