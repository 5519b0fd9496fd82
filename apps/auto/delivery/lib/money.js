// Amounts. Money is whole micro-yuan; what stands on a statement is whole fen. A line's amount is rounded once, its tax is worked out once
// from that amount and rounded once; a statement adds up its lines and rounds nothing. Halves go away from zero, so that a line that takes
// back is exactly the line it takes back.

export const FEN = 10000;

export const toFen = (ctx, micro) => Number(ctx.decimal.div(micro, FEN, 0)) * FEN;

// A price without tax, in micro-yuan for one unit; the rate in percent.
export function amounts(ctx, qty, price, taxRate) {
  const net = toFen(ctx, ctx.decimal.mul(qty, price));
  const tax = toFen(ctx, ctx.decimal.div(ctx.decimal.mul(net, taxRate), 100, 6));
  return { net, tax, gross: net + tax };
}
