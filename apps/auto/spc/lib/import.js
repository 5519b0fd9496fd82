// Samples from a spreadsheet: the columns are found by their headings, and one wrong line stops them all.

import { gaugeOf } from './gauges.js';
import { known, readValues, take } from './samples.js';

const MOST = 60; // each may be a signal with an event, and a call has two hundred effects

export async function bring(ctx, input) {
  const characteristic = await known(ctx, input.characteristic);
  const gauge = await gaugeOf(ctx, characteristic);
  const table = read(ctx, input.text);
  if (table.rows.length === 0) throw ctx.refuse('import.empty', {});
  if (table.rows.length > MOST) throw ctx.refuse('import.many', { most: MOST, got: table.rows.length });
  const measured = table.columns.filter((name) => /^(x|d|v)?[0-9]{1,2}$/i.test(name));
  const isShare = characteristic.chart === 'p';
  if (isShare && !(table.columns.includes('inspected') && table.columns.includes('defective'))) throw ctx.refuse('import.columns', { columns: 'inspected, defective' });
  if (!isShare && measured.length !== characteristic.size) throw ctx.refuse('import.columns', { columns: 'x1 … x' + characteristic.size });
  const taken = [];
  for (const row of table.rows) {
    const base = { lot: row.lot, machine: row.machine, at: timeOf(ctx, row), source: 'import' };
    taken.push(isShare ? { ...base, ...countsOf(ctx, row) } : { ...base, values: valuesOf(ctx, characteristic, gauge, measured, row, input.sure === true) });
  }
  return await take(ctx, characteristic, taken);
}

function read(ctx, text) {
  let table = null;
  let wrong = '';
  try {
    table = ctx.csv.parse(text);
  } catch (error) {
    wrong = error.message;
  }
  if (!table) throw ctx.refuse('import.table', { why: wrong });
  return table;
}

function valuesOf(ctx, characteristic, gauge, columns, row, isSure) {
  const words = columns.map((name) => row[name].trim());
  if (words.some((word) => word === '')) throw ctx.refuse('import.line', { line: row.$line });
  return readValues(ctx, characteristic, gauge, words, isSure);
}

function countsOf(ctx, row) {
  const [inspected, defective] = [row.inspected.trim(), row.defective.trim()];
  if (!/^[0-9]{1,7}$/.test(inspected) || !/^[0-9]{1,7}$/.test(defective) || Number(inspected) < 1 || Number(defective) > Number(inspected)) throw ctx.refuse('import.line', { line: row.$line });
  return { inspected: Number(inspected), defective: Number(defective) };
}

// "2026-11-24 08:30" on the firm's clock; without a time it is now.
function timeOf(ctx, row) {
  const said = (row.at ?? '').trim();
  if (said === '') return ctx.now();
  const [date, time] = said.split(/[ T]/);
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date) || !/^[0-9]{2}:[0-9]{2}$/.test(time ?? '')) throw ctx.refuse('import.line', { line: row.$line });
  let at = null;
  try {
    at = ctx.date.at(date, time);
  } catch {
    at = null;
  }
  if (!at) throw ctx.refuse('import.line', { line: row.$line });
  if (at > ctx.now()) throw ctx.refuse('sample.future', {});
  return at;
}
