// Quantities are whole millionths (of a kWh, a kW, a yuan): sums of them are exact in whatever order, as long as they stay below 9 × 10⁹ kWh.

export const MICRO = 1000000;

// "3.17" is 3170000; null for what is no amount of energy: below nothing, no number, or finer than a millionth.
export function micro(text) {
  const found = /^([0-9]{1,9})(?:\.([0-9]{1,6})0*)?$/.exec(text);
  return found ? Number(found[1]) * MICRO + Number((found[2] ?? '').padEnd(6, '0')) : null;
}

// 3170000 is "3.17".
export function text(value) {
  const size = Math.abs(value);
  const rest = String(size % MICRO).padStart(6, '0').replace(/0+$/, '');
  return (value < 0 ? '-' : '') + Math.floor(size / MICRO) + (rest ? '.' + rest : '');
}

// A quantity times its price, to the fen, as micro-yuan.
export function cost(ctx, quantity, price) {
  const yuan = ctx.decimal.round(ctx.decimal.mul(text(quantity), price), 2);
  return Math.round(Number(yuan) * 100) * 10000;
}
