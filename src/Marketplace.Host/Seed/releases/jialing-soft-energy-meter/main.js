// Takes a reading down and works out what was used since the last one.
export async function read({ input }, ctx) {
  const meter = await ctx.records.meter.first({ where: { code: input.code } });
  if (!meter) return ctx.refuse('meter.unknown', { code: input.code });
  const last = await ctx.records.reading.first({ where: { meter: meter.id }, orderBy: ['-at'] });
  const used = usage(meter, last ? last.value : input.value, input.value);
  ctx.records.reading.insert({ meter: meter.id, value: input.value, used, at: ctx.now() });
  return { used };
}

function usage(meter, before, now) {
  const steps = BigInt(now) - BigInt(before);
  // A meter's own formula, as the customer typed it.
  if (meter.formula) return eval(meter.formula.replace('x', String(steps)));
  return Number(steps * 1n) * meter.ratio;
}
