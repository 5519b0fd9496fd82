// The customer's receipt: what came, what did not, why, and who is to bear it.

import { next } from './states.js';
import { numberOf, numbersOf } from './numbers.js';
import { byCallOff, deliveryOf, lineOf, linesOf, screen } from './notes.js';
import { customerOf, positive, pricesOn } from './orders.js';
import { bill } from './bills.js';
import { uncounted } from './scan.js';

// What a difference does to the bill. Missing, damaged and returned goods are not billed unless the customer bears them; what came beyond
// the note is billed only when the customer keeps it and pays.
export function billed(ctx, kind, bearer, qty) {
  if (kind === 'over') return bearer === 'customer' ? qty : '0';
  return bearer === 'customer' ? '0' : ctx.decimal.sub(0, qty);
}

// Writes a difference down, before or after the note was signed.
export async function differ(ctx, input) {
  const line = await lineOf(ctx, input.line);
  const delivery = await deliveryOf(ctx, line.delivery);
  next(ctx, 'delivery', delivery, 'differ');
  const qty = positive(ctx, input.qty);
  if (input.kind === 'returned' && delivery.state !== 'received') throw ctx.refuse('difference.notYet', { number: delivery.number });
  const customer = await customerOf(ctx, delivery.customer);
  if (delivery.state === 'received' && input.kind !== 'returned' && ctx.date.daysBetween(delivery.receivedOn, ctx.date.today()) > customer.acceptDays)
    throw ctx.refuse('difference.late', { days: customer.acceptDays, on: delivery.receivedOn });
  const change = await write(ctx, delivery, line, { kind: input.kind, qty, reason: input.reason.trim(), bearer: input.bearer, again: input.again ?? input.kind !== 'returned' });
  ctx.records.delivery.update(delivery.id, { differences: delivery.differences + 1 }, { version: delivery.version });
  if (delivery.state === 'received') await after(ctx, delivery, line, change, customer);
  return { difference: change.id, number: change.number, bill: change.bill, mode: 'done', state: 'NOTED' };
}

async function write(ctx, delivery, line, said) {
  const less = said.kind === 'over' ? line.less : ctx.decimal.add(line.less, said.qty);
  const more = said.kind === 'over' ? ctx.decimal.add(line.more, said.qty) : line.more;
  if (ctx.decimal.cmp(less, ctx.decimal.add(line.qty, more)) > 0) throw ctx.refuse('difference.tooMuch', { qty: line.qty, unit: line.unit });
  const bill = billed(ctx, said.kind, said.bearer, said.qty);
  const number = await numberOf(ctx, 'CY', 'difference');
  const id = ctx.records.difference.insert({
    number, delivery: delivery.id, deliveryNo: delivery.number, line: line.id, customer: delivery.customer, customerName: delivery.customerName, partCode: line.partCode,
    partName: line.partName, customerPart: line.customerPart, lot: line.lot, unit: line.unit, kind: said.kind, qty: said.qty, bill, reason: said.reason,
    bearer: said.bearer, again: said.again, on: ctx.date.today(), by: ctx.user.id,
  });
  const billedNow = line.billed === undefined || line.billed === null ? {} : { billed: ctx.decimal.add(line.billed, bill) };
  ctx.records.deliveryLine.update(line.id, { less, more, ...billedNow }, { version: line.version });
  ctx.emit('ReceiptDiscrepancy', { difference: number, delivery: delivery.number, part: line.partCode, kind: said.kind, qty: said.qty, bearer: said.bearer });
  return { id, number, bill, kind: said.kind, again: said.again, reason: said.reason };
}

// The note is signed: a late difference is a line of its own on the statement that is open, and what is to come again is open again.
async function after(ctx, delivery, line, change, customer) {
  if (ctx.decimal.cmp(change.bill, 0) === 0) return;
  await bill(ctx, customer, ctx.date.today(), [{
    kind: change.kind === 'returned' ? 'returned' : 'difference', on: ctx.date.today(), line, qty: change.bill, price: line.price, taxRate: line.taxRate, why: change.number + ' ' + change.reason,
  }]);
  if (!change.again) return;
  const order = await ctx.records.callOff.get(line.callOff);
  ctx.records.callOff.update(order.id, filled(ctx, order, ctx.decimal.add(order.taken, change.bill), order.underway, ctx.date.today()), { version: order.version });
}

// Where a call-off stands with so much taken.
function filled(ctx, order, taken, underway, on) {
  if (order.state === 'closed') return { taken, underway };
  if (ctx.decimal.cmp(taken, order.qty) < 0) return { taken, underway, state: order.state === 'done' ? next(ctx, 'callOff', order, 'reopen') : order.state, doneOn: null, late: false };
  return order.state === 'done' ? { taken, underway } : { taken, underway, state: next(ctx, 'callOff', order, 'fill'), doneOn: on, late: on > order.due };
}

// The customer has signed: what is to be billed is billed, at the price of the day the goods left.
export async function sign(ctx, input) {
  const delivery = await deliveryOf(ctx, input.delivery);
  const state = next(ctx, 'delivery', delivery, 'sign');
  const on = input.receivedOn ?? ctx.date.today();
  if (on > ctx.date.today()) throw ctx.refuse('receipt.future', {});
  if (on < delivery.shippedOn) throw ctx.refuse('receipt.backwards', { on: delivery.shippedOn });
  const customer = await customerOf(ctx, delivery.customer);
  const lines = await linesOf(ctx, delivery.id);
  const known = await ctx.records.difference.find({ where: { delivery: delivery.id }, limit: 1000 });
  const missing = await missingOf(ctx, delivery, known, input);
  const prices = await pricesOn(ctx, customer.id, lines.map((line) => line.part), delivery.shippedOn);
  const none = lines.find((line) => !prices[line.part]);
  if (none) throw ctx.refuse('price.none', { part: none.partCode, customer: customer.name, on: delivery.shippedOn });
  const rows = [];
  const parts = [];
  for (const line of lines) {
    const changes = known.filter((d) => d.line === line.id).concat(missing.filter((d) => d.line === line.id));
    const quantity = changes.reduce((sum, d) => ctx.decimal.add(sum, d.bill), line.qty);
    const price = prices[line.part];
    const less = missing.filter((d) => d.line === line.id).reduce((sum, d) => ctx.decimal.add(sum, d.qty), line.less);
    if (ctx.decimal.cmp(less, ctx.decimal.add(line.qty, line.more)) > 0) throw ctx.refuse('difference.tooMuch', { qty: line.qty, unit: line.unit });
    ctx.records.deliveryLine.update(line.id, { less, billed: quantity, price: price.price, taxRate: price.taxRate }, { version: line.version });
    if (ctx.decimal.cmp(quantity, 0) !== 0) rows.push({ kind: 'delivery', on, line, qty: quantity, price: price.price, taxRate: price.taxRate, why: null });
    parts.push({ ...line, came: quantity });
  }
  if (rows.length > 0) await bill(ctx, customer, on, rows);
  const came = byCallOff(ctx, parts, (line) => line.came);
  const left = Object.fromEntries(byCallOff(ctx, parts, (line) => line.qty));
  for (const [id, qty] of came) {
    const order = await ctx.records.callOff.get(id);
    ctx.records.callOff.update(order.id, filled(ctx, order, ctx.decimal.add(order.taken, qty), ctx.decimal.sub(order.underway, left[id]), on), { version: order.version });
  }
  ctx.records.delivery.update(delivery.id, {
    state, receivedOn: on, signedBy: input.signedBy.trim(), daysOut: ctx.date.daysBetween(delivery.shippedOn, on), differences: delivery.differences + missing.length,
  }, { version: delivery.version });
  ctx.emit('GoodsReceived', { delivery: delivery.number, customer: delivery.customerName, receivedOn: on, differences: delivery.differences + missing.length });
  return screen(ctx, delivery, state, lines.length);
}

// Boxes were counted and some were not there: they are short, with a reason and somebody who bears it. What somebody has already written
// down as short is not short twice.
async function missingOf(ctx, delivery, known, input) {
  const found = [];
  for (const box of await uncounted(ctx, delivery)) {
    const line = found.find((f) => f.line === box.line);
    if (line) line.qty = ctx.decimal.add(line.qty, box.qty);
    else found.push({ line: box.line, qty: box.qty, partCode: box.partCode, partName: box.partName, customerPart: box.customerPart, lot: box.lot, unit: box.unit });
  }
  for (const d of known.filter((one) => one.kind === 'short')) {
    const line = found.find((f) => f.line === d.line);
    if (line) line.qty = ctx.decimal.sub(line.qty, d.qty);
  }
  const missing = found.filter((line) => ctx.decimal.cmp(line.qty, 0) > 0);
  if (missing.length === 0) return [];
  const reason = (input.reason ?? '').trim();
  if (!reason || !input.bearer) throw ctx.refuse('receipt.uncounted', { part: missing[0].partName, qty: missing[0].qty, unit: missing[0].unit });
  const numbers = await numbersOf(ctx, 'CY', 'difference', missing.length);
  return missing.map((line, at) => {
    const row = { ...line, number: numbers[at], kind: 'short', bill: billed(ctx, 'short', input.bearer, line.qty), reason, bearer: input.bearer, again: true };
    ctx.records.difference.insert({
      ...row, delivery: delivery.id, deliveryNo: delivery.number, customer: delivery.customer, customerName: delivery.customerName, on: ctx.date.today(), by: ctx.user.id,
    });
    ctx.emit('ReceiptDiscrepancy', { difference: row.number, delivery: delivery.number, part: row.partCode, kind: row.kind, qty: row.qty, bearer: row.bearer });
    return row;
  });
}
