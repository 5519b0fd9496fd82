// Numbers of documents and of boxes. Each series is one counter that moves together with the document it numbers: a call that is refused
// moves neither, and of two calls at once the second reads again. The unique key on the number is the fence behind it.

// What a counter that is gone (sample records taken away) goes on from: the highest number in use.
async function lastOf(ctx, entity, prefix) {
  const row = await ctx.records[entity].first({ where: { number: { startsWith: prefix } }, orderBy: ['-number'] });
  return row ? Number(row.number.slice(prefix.length)) : 0;
}

// The next so many of a series, in order.
async function take(ctx, key, count, last) {
  const counter = await ctx.records.counter.first({ where: { key } });
  const from = counter ? counter.last : await last();
  if (counter) ctx.records.counter.update(counter.id, { last: from + count }, { version: counter.version });
  else ctx.records.counter.insert({ key, last: from + count });
  return Array.from({ length: count }, (_, i) => from + i + 1);
}

// SH-202611-0001, without gaps within the firm's month.
export async function numbersOf(ctx, letters, entity, count) {
  const prefix = letters + '-' + ctx.date.today().slice(0, 7).replace('-', '') + '-';
  const numbers = await take(ctx, prefix, count, () => lastOf(ctx, entity, prefix));
  return numbers.map((number) => prefix + String(number).padStart(4, '0'));
}

export const numberOf = async (ctx, letters, entity) => (await numbersOf(ctx, letters, entity, 1))[0];

// Serial shipping container codes: extension digit, the firm's GS1 prefix, a serial that is never used again, check digit. When the
// serials of one extension digit are used up the next digit goes on.
export async function ssccsOf(ctx, gs1Prefix, count) {
  const places = 16 - gs1Prefix.length;
  const size = Math.pow(10, places);
  const serials = await take(ctx, 'SSCC-' + gs1Prefix, count, () => lastSerial(ctx, gs1Prefix, size));
  if (serials[count - 1] >= 10 * size) throw ctx.refuse('sscc.spent', { prefix: gs1Prefix });
  return serials.map((serial) => {
    const body = String(Math.floor(serial / size)) + gs1Prefix + String(serial % size).padStart(places, '0');
    return body + ctx.code.gs1CheckDigit(body);
  });
}

async function lastSerial(ctx, gs1Prefix, size) {
  for (let digit = 9; digit >= 0; digit--) {
    const row = await ctx.records.package.first({ where: { sscc: { startsWith: digit + gs1Prefix } }, orderBy: ['-sscc'] });
    if (row) return digit * size + Number(row.sscc.slice(1 + gs1Prefix.length, 17));
  }
  return 0;
}
