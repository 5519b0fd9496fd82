// What customers call off, and the prices and part numbers that go with it.

import { next } from './states.js';
import { numberOf } from './numbers.js';

export async function customerOf(ctx, id) {
  const customer = await ctx.records.customer.get(id);
  if (!customer) throw ctx.refuse('customer.unknown', {});
  return customer;
}

async function partOf(ctx, id) {
  const part = await ctx.records.part.get(id);
  if (!part) throw ctx.refuse('part.unknown', {});
  return part;
}

export function positive(ctx, qty) {
  if (!ctx.decimal.isValid(qty) || ctx.decimal.cmp(qty, 0) <= 0) throw ctx.refuse('quantity.wrong', {});
  if (ctx.decimal.cmp(ctx.decimal.round(qty, 4), qty) !== 0) throw ctx.refuse('quantity.places', {});
  return qty;
}

const keyOf = (customer, part) => customer.code + '/' + part.code;

export async function callOff(ctx, input) {
  const customer = await customerOf(ctx, input.customer);
  if (!customer.active) throw ctx.refuse('customer.left', { customer: customer.name });
  const part = await partOf(ctx, input.part);
  const known = await ctx.records.customerPart.first({ where: { key: keyOf(customer, part) } });
  const number = await numberOf(ctx, 'YH', 'callOff');
  const id = ctx.records.callOff.insert({
    number, customer: customer.id, customerName: customer.name, customerOrder: (input.customerOrder ?? '').trim() || null,
    part: part.id, partCode: part.code, partName: part.name, customerPart: known ? known.number : null, unit: part.unit,
    qty: positive(ctx, input.qty), due: input.due, dueMonth: input.due.slice(0, 7), underway: '0', taken: '0', state: 'open', late: false, by: ctx.user.id,
  });
  return { callOff: id, number };
}

// The customer does not want the rest any more.
export async function closeCallOff(ctx, input) {
  const order = await ctx.records.callOff.get(input.callOff);
  if (!order) throw ctx.refuse('callOff.unknown', {});
  const state = next(ctx, 'callOff', order, 'close');
  if (ctx.decimal.cmp(order.underway, 0) > 0) throw ctx.refuse('callOff.underway', { qty: order.underway });
  ctx.records.callOff.update(order.id, { state, why: input.reason.trim() }, { version: order.version });
  return { callOff: order.number, state };
}

// A price begins on a day and holds until the next one. It is never changed: another price is another line.
export async function setPrice(ctx, input) {
  const customer = await customerOf(ctx, input.customer);
  const part = await partOf(ctx, input.part);
  if (!ctx.decimal.isValid(input.taxRate) || ctx.decimal.cmp(input.taxRate, 0) < 0 || ctx.decimal.cmp(input.taxRate, 100) > 0) throw ctx.refuse('price.rate', {});
  const key = keyOf(customer, part) + '/' + input.from;
  if (await ctx.records.price.first({ where: { key } })) throw ctx.refuse('price.exists', { part: part.code, from: input.from });
  const id = ctx.records.price.insert({
    key, customer: customer.id, customerName: customer.name, part: part.id, partCode: part.code, partName: part.name,
    from: input.from, price: input.price, taxRate: input.taxRate, why: (input.reason ?? '').trim() || null, by: ctx.user.id,
  });
  return { price: id };
}

// The prices in force on a day, by part.
export async function pricesOn(ctx, customer, parts, day) {
  const rows = await ctx.records.price.find({ where: { customer, part: { in: parts }, from: { lte: day } }, orderBy: ['from'], limit: 1000 });
  const found = {};
  for (const row of rows) found[row.part] = row;
  return found;
}

export async function setCustomerPart(ctx, input) {
  const customer = await customerOf(ctx, input.customer);
  const part = await partOf(ctx, input.part);
  const key = keyOf(customer, part);
  const known = await ctx.records.customerPart.first({ where: { key } });
  const body = { number: input.number.trim(), perBox: input.perBox ?? null };
  if (input.perBox !== undefined) positive(ctx, input.perBox);
  if (known) ctx.records.customerPart.update(known.id, body, { version: known.version });
  else ctx.records.customerPart.insert({ key, customer: customer.id, customerName: customer.name, part: part.id, partCode: part.code, partName: part.name, ...body });
  return { key };
}
