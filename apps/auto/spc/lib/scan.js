// The screen at the bench: what to measure with this gauge, or why not.

import { gaugeFault, isDue } from './gauges.js';

export async function scan(ctx, code, gaugeCode) {
  const gauge = await ctx.records.gauge.first({ where: { code: gaugeCode } });
  if (!gauge) throw ctx.refuse('gauge.unknown', { gauge: gaugeCode });
  const characteristic = await ctx.records.characteristic.first({ where: { code } });
  if (!characteristic || !characteristic.active) throw ctx.refuse('characteristic.unknown', { code });
  const fault = characteristic.gauge && characteristic.gauge !== gauge.code
    ? ['gauge.other', { gauge: characteristic.gauge }]
    : gaugeFault(ctx, gauge);
  if (fault) return { answer: 'red', state: 'BLOCKED', chart: characteristic.chart, sentence: ctx.t('reason.' + fault[0], fault[1]), parameters: [] };
  const open = await ctx.records.signal.count({ where: { code, state: { ne: 'closed' } } });
  const unit = characteristic.unit ?? '';
  const pieces = ctx.t('unit.pieces');
  const parameters = [{ name: characteristic.part, value: characteristic.name, unit: characteristic.class }];
  if (characteristic.nominal) parameters.push({ name: ctx.t('field.nominal'), value: short(characteristic.nominal), unit });
  if (characteristic.lsl) parameters.push({ name: ctx.t('field.lsl'), value: short(characteristic.lsl), unit });
  if (characteristic.usl) parameters.push({ name: ctx.t('field.usl'), value: short(characteristic.usl), unit });
  parameters.push({ name: ctx.t('field.size'), value: String(characteristic.size), unit: pieces });
  if (open > 0) parameters.push({ name: ctx.t('field.openSignals'), value: String(open), unit: '' });
  return { answer: 'green', state: isDue(ctx, characteristic) ? 'DUE' : 'EARLY', characteristic: characteristic.id, chart: characteristic.chart, sentence: null, parameters };
}

const short = (decimal) => (decimal.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : decimal);
