// Gauges: none measures beyond the day that its calibration ends.

// Why a gauge may not be used today, or null.
export function gaugeFault(ctx, gauge) {
  if (!gauge.active) return ['gauge.unknown', { gauge: gauge.code }];
  return gauge.due < ctx.date.today() ? ['gauge.overdue', { gauge: gauge.code, due: gauge.due }] : null;
}

// The gauge of a characteristic, fit for use; null where none is named.
export async function gaugeOf(ctx, characteristic) {
  if (!characteristic.gauge) return null;
  const gauge = await ctx.records.gauge.first({ where: { code: characteristic.gauge } });
  if (!gauge) throw ctx.refuse('gauge.unknown', { gauge: characteristic.gauge });
  const fault = gaugeFault(ctx, gauge);
  if (fault) throw ctx.refuse(fault[0], fault[1]);
  return gauge;
}

// Whether the sampling plan asks for a sample now.
export function isDue(ctx, characteristic) {
  if (!characteristic.lastAt || !characteristic.every) return true;
  return Date.parse(ctx.now()) - Date.parse(characteristic.lastAt) >= characteristic.every;
}

// A value that is finer than the gauge reads was not read from it.
export function isFiner(ctx, gauge, value) {
  if (!gauge || !gauge.resolution || Number(gauge.resolution) <= 0) return false;
  const steps = ctx.decimal.div(value, gauge.resolution, 9);
  return ctx.decimal.cmp(steps, ctx.decimal.round(steps, 0)) !== 0;
}
