// Master data that carries codes: a code with a wrong check digit is refused, and the same code again changes what is known under it.

const given = (input, names) => Object.fromEntries(names.filter((name) => input[name] !== undefined).map((name) => [name, typeof input[name] === 'string' ? input[name].trim() : input[name]]));

function checkCredit(ctx, code) {
  if (code !== undefined && !ctx.code.isCreditCode(code)) throw ctx.refuse('creditCode.wrong', { code });
}

async function save(ctx, entity, body) {
  const known = await ctx.records[entity].first({ where: { code: body.code } });
  if (!known) return { id: ctx.records[entity].insert(body), isNew: true };
  ctx.records[entity].update(known.id, body, { version: known.version });
  return { id: known.id, isNew: false };
}

export async function saveCustomer(ctx, input) {
  const body = given(input, ['code', 'name', 'creditCode', 'address', 'contact', 'phone', 'creditDays', 'termFrom', 'closingDay', 'acceptDays', 'division', 'spot', 'brainId', 'active']);
  checkCredit(ctx, body.creditCode);
  return await save(ctx, 'customer', body);
}

export async function savePart(ctx, input) {
  const body = given(input, ['code', 'name', 'unit', 'gtin', 'perBox']);
  if (body.gtin !== undefined && !ctx.code.isGtin(body.gtin)) throw ctx.refuse('gtin.wrong', { code: body.gtin });
  return await save(ctx, 'part', body);
}

// The firm itself: one record.
export async function saveFirm(ctx, input) {
  const body = given(input, ['name', 'creditCode', 'gs1Prefix', 'address', 'phone', 'account', 'division', 'spot', 'packers', 'boxesPerShift', 'funders']);
  checkCredit(ctx, body.creditCode);
  const known = await ctx.records.firm.first({ orderBy: ['-createdAt'] });
  if (!known) return { id: ctx.records.firm.insert(body), isNew: true };
  ctx.records.firm.update(known.id, body, { version: known.version });
  return { id: known.id, isNew: false };
}
