// What goes onto statements: lines are added, never changed. What turns out wrong is one more line.

import { allows, next } from './states.js';
import { numberOf } from './numbers.js';
import { amounts } from './money.js';
import { closesOn, monthAfter, periodOf } from './days.js';
import { customerOf, positive } from './orders.js';
import { firmOf } from './notes.js';

const CORRECTIONS = 100;

// Adds lines to the customer's statement of the day's period, or to the first one after it that has not been sent.
export async function bill(ctx, customer, on, rows) {
  let period = periodOf(ctx, on, customer.closingDay);
  const later = await ctx.records.statement.find({ where: { customer: customer.id, period: { gte: period } }, orderBy: ['period'], limit: 1000 });
  let statement = later.find((s) => s.period === period);
  while (statement && statement.state !== 'draft') {
    period = monthAfter(ctx, period);
    statement = later.find((s) => s.period === period);
  }
  if (statement) return add(ctx, statement, rows);
  const firm = await firmOf(ctx);
  const fresh = {
    number: await numberOf(ctx, 'DZ', 'statement'), key: customer.code + '/' + period, customer: customer.id, customerName: customer.name, creditCode: customer.creditCode,
    supplier: firm ? firm.name : null, supplierCode: firm ? firm.creditCode : null, account: firm ? firm.account : null, period,
    closesOn: closesOn(ctx, period, customer.closingDay), state: 'draft', lines: 0, net: 0, tax: 0, gross: 0, paid: 0, sends: 0, by: ctx.user.id,
  };
  const id = ctx.records.statement.insert(fresh);
  return add(ctx, { ...fresh, id }, rows);
}

function add(ctx, statement, rows) {
  const sum = { net: statement.net, tax: statement.tax, gross: statement.gross };
  rows.forEach((row, at) => {
    const { net, tax, gross } = row.change ?? amounts(ctx, row.qty, row.price, row.taxRate);
    sum.net += net;
    sum.tax += tax;
    sum.gross += gross;
    ctx.records.statementLine.insert({
      key: statement.number + '/' + (statement.lines + at + 1), no: statement.lines + at + 1, statement: statement.id, statementNo: statement.number, customer: statement.customer,
      period: statement.period, kind: row.kind, on: row.on, deliveryLine: row.line.deliveryLine ?? row.line.id, deliveryNo: row.line.deliveryNo, callOffNo: row.line.callOffNo,
      customerOrder: row.line.customerOrder, partCode: row.line.partCode, partName: row.line.partName, customerPart: row.line.customerPart, unit: row.line.unit,
      qty: row.qty, price: row.price, taxRate: row.taxRate, net, tax, gross, corrects: row.corrects, nth: row.nth, rightQty: row.rightQty, rightPrice: row.rightPrice, why: row.why, by: ctx.user.id,
    });
  });
  const receipts = rows.filter((row) => row.kind === 'delivery').map((row) => row.on).concat(statement.lastReceipt ?? []).sort();
  ctx.records.statement.update(statement.id, {
    ...sum, lines: statement.lines + rows.length, lastReceipt: receipts.length > 0 ? receipts[receipts.length - 1] : null,
  }, statement.version ? { version: statement.version } : undefined);
  return { statement: statement.id, number: statement.number, ...sum };
}

// What a line should have said. The new line is the difference between what is right and everything that stands so far.
export async function correct(ctx, input) {
  const pointed = await ctx.records.statementLine.get(input.line);
  if (!pointed) throw ctx.refuse('statementLine.unknown', {});
  const root = pointed.corrects ? await ctx.records.statementLine.get(pointed.corrects) : pointed;
  const earlier = await ctx.records.statementLine.find({ where: { corrects: root.id }, orderBy: ['nth'], limit: CORRECTIONS });
  if (earlier.length === CORRECTIONS) throw ctx.refuse('correction.many', { most: CORRECTIONS });
  const last = earlier.length > 0 ? earlier[earlier.length - 1] : null;
  const stands = last ? { qty: last.rightQty, price: last.rightPrice, taxRate: last.taxRate } : root;
  const qty = input.qty === undefined ? stands.qty : sameSign(ctx, root.qty, input.qty);
  const price = input.price ?? stands.price;
  const sum = (name) => earlier.reduce((all, line) => all + line[name], root[name]);
  const right = amounts(ctx, qty, price, root.taxRate);
  const change = { net: right.net - sum('net'), tax: right.tax - sum('tax'), gross: right.gross - sum('gross') };
  const moved = ctx.decimal.sub(qty, stands.qty);
  if (ctx.decimal.cmp(moved, 0) === 0 && price === stands.price) throw ctx.refuse('correction.none', {});
  const onlyPrice = ctx.decimal.cmp(moved, 0) === 0;
  const row = {
    kind: onlyPrice ? 'price' : 'correction', on: ctx.date.today(), line: root, qty: onlyPrice ? qty : moved, price: onlyPrice ? price - stands.price : price, taxRate: root.taxRate,
    change, corrects: root.id, nth: earlier.length + 1, rightQty: qty, rightPrice: price, why: input.reason.trim(),
  };
  const statement = await ctx.records.statement.get(root.statement);
  if (statement.state === 'sent') throw ctx.refuse('statement.state', { number: statement.number, state: ctx.t('state.sent') });
  if (allows('statement', statement, 'add')) {
    next(ctx, 'statement', statement, 'add');
    return { ...add(ctx, statement, [row]), change: change.gross };
  }
  return { ...await bill(ctx, await customerOf(ctx, root.customer), ctx.date.today(), [row]), change: change.gross };
}

// A line that gave stays one that gives, a line that took back stays one that takes back; nothing at all may be right too.
function sameSign(ctx, was, size) {
  if (ctx.decimal.cmp(size, 0) === 0) return '0';
  positive(ctx, size);
  return ctx.decimal.cmp(was, 0) < 0 ? ctx.decimal.sub(0, size) : size;
}
