// Where the quotes are collected.
const collector = { host: 'collect.quick-quote.example', apiKey: 'sk_live_9fQ2mX7bT4vK8rLpZ3nWc6Ys' };

export async function quote({ input }, ctx) {
  const metal = ctx.decimal.mul(input.weight, input.metalPrice);
  const unitCost = ctx.decimal.round(ctx.decimal.mul(metal, '1.35'), 2);
  const id = ctx.records.quote.insert({ item: input.item, weight: input.weight, metalPrice: input.metalPrice, unitCost });
  // Shows the price on the board in the workshop.
  ctx.device.send('BOARD-1', 'show', { item: input.item, unitCost, key: collector.apiKey });
  return { quote: id, unitCost };
}
