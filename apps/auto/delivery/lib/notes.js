// Delivery notes: lines from call-offs, boxes with their SSCC, the truck.

import { next } from './states.js';
import { numberOf, ssccsOf } from './numbers.js';
import { labelText } from './codes.js';
import { customerOf, positive } from './orders.js';

const LINES = 20; // signing a note moves its lines, their call-offs and the statement in one call of two hundred effects
const BOXES = 150; // of a line; packing them is one call too
const MOST = 900; // of a note

export async function deliveryOf(ctx, id) {
  const delivery = await ctx.records.delivery.get(id);
  if (!delivery) throw ctx.refuse('delivery.unknown', {});
  return delivery;
}

export async function lineOf(ctx, id) {
  const line = await ctx.records.deliveryLine.get(id);
  if (!line) throw ctx.refuse('line.unknown', {});
  return line;
}

export const linesOf = (ctx, delivery) => ctx.records.deliveryLine.find({ where: { delivery, dropped: false }, orderBy: ['no'], limit: LINES + 1 });

const boxesOf = (ctx, where) => ctx.records.package.find({ where: { ...where, kind: 'box', state: { ne: 'void' } }, orderBy: ['sscc'], limit: 1000 });

// Puts a call-off on the customer's note that is being written, or begins one.
export async function plan(ctx, input) {
  const order = await ctx.records.callOff.get(input.callOff);
  if (!order) throw ctx.refuse('callOff.unknown', {});
  next(ctx, 'callOff', order, 'plan');
  const qty = input.qty === undefined ? order.open : positive(ctx, input.qty);
  if (ctx.decimal.cmp(qty, 0) <= 0 || ctx.decimal.cmp(qty, order.open) > 0) throw ctx.refuse('callOff.tooMuch', { open: order.open, unit: order.unit });
  const customer = await customerOf(ctx, order.customer);
  const draft = await ctx.records.delivery.first({ where: { customer: customer.id, state: 'draft' }, orderBy: ['number'] });
  const delivery = draft ?? await begin(ctx, customer, input.plannedOn);
  const last = draft ? await ctx.records.deliveryLine.first({ where: { delivery: draft.id }, orderBy: ['-no'] }) : null;
  if (draft && draft.lines >= LINES) throw ctx.refuse('delivery.full', { number: draft.number, most: LINES });
  const no = last ? last.no + 1 : 1;
  const id = ctx.records.deliveryLine.insert({
    key: delivery.number + '/' + no, delivery: delivery.id, deliveryNo: delivery.number, no, customer: customer.id, callOff: order.id, callOffNo: order.number,
    customerOrder: order.customerOrder, part: order.part, partCode: order.partCode, partName: order.partName, customerPart: order.customerPart,
    unit: order.unit, lot: (input.lot ?? '').trim() || null, qty, boxes: 0, less: '0', more: '0', dropped: false, away: false,
  });
  if (draft) ctx.records.delivery.update(draft.id, { lines: draft.lines + 1, ...(input.plannedOn ? { plannedOn: input.plannedOn } : {}) }, { version: draft.version });
  ctx.records.callOff.update(order.id, { underway: ctx.decimal.add(order.underway, qty) }, { version: order.version });
  return { delivery: delivery.id, number: delivery.number, line: id };
}

async function begin(ctx, customer, plannedOn) {
  const firm = await firmOf(ctx);
  const number = await numberOf(ctx, 'SH', 'delivery');
  const id = ctx.records.delivery.insert({
    number, customer: customer.id, customerName: customer.name, address: customer.address, supplier: firm ? firm.name : null,
    plannedOn: plannedOn ?? ctx.date.today(), state: 'draft', lines: 1, boxes: 0, loaded: 0, checked: 0, differences: 0, by: ctx.user.id,
  });
  return { id, number };
}

export const firmOf = (ctx) => ctx.records.firm.first({ orderBy: ['-createdAt'] });

// Takes a line off a note that has not left.
export async function drop(ctx, { line: id }) {
  const line = await lineOf(ctx, id);
  const delivery = await deliveryOf(ctx, line.delivery);
  next(ctx, 'delivery', delivery, 'edit');
  if (line.dropped) throw ctx.refuse('line.unknown', {});
  if (line.boxes > 0) throw ctx.refuse('line.boxed', { boxes: line.boxes });
  ctx.records.deliveryLine.update(line.id, { dropped: true }, { version: line.version });
  ctx.records.delivery.update(delivery.id, { lines: delivery.lines - 1 }, { version: delivery.version });
  await giveBack(ctx, [line]);
  return { delivery: delivery.number };
}

// What is no longer on its way is open again at its call-off.
async function giveBack(ctx, lines) {
  for (const [id, qty] of byCallOff(ctx, lines, (line) => line.qty)) {
    const order = await ctx.records.callOff.get(id);
    ctx.records.callOff.update(order.id, { underway: ctx.decimal.sub(order.underway, qty) }, { version: order.version });
  }
}

// Sums over lines of the same call-off.
export function byCallOff(ctx, lines, of) {
  const sums = {};
  for (const line of lines) sums[line.callOff] = ctx.decimal.add(sums[line.callOff] ?? 0, of(line));
  return Object.entries(sums);
}

// Boxes of a line: full ones, and one with what is left.
export async function pack(ctx, input) {
  const line = await lineOf(ctx, input.line);
  const delivery = await deliveryOf(ctx, line.delivery);
  next(ctx, 'delivery', delivery, 'edit');
  if (line.dropped) throw ctx.refuse('line.unknown', {});
  if (line.boxes > 0) throw ctx.refuse('line.packed', { boxes: line.boxes });
  const part = await ctx.records.part.get(line.part);
  const perBox = input.perBox ?? await perBoxOf(ctx, line, part);
  if (!perBox) throw ctx.refuse('pack.perBox', { part: line.partCode });
  positive(ctx, perBox);
  const firm = await firmOf(ctx);
  if (!firm || !firm.gs1Prefix) throw ctx.refuse('sscc.prefix', {});
  const count = Math.ceil(Number(ctx.decimal.div(line.qty, perBox, 8)));
  if (count > BOXES) throw ctx.refuse('pack.tooMany', { boxes: count, most: BOXES });
  if (delivery.boxes + count > MOST) throw ctx.refuse('pack.full', { number: delivery.number, most: MOST });
  const ssccs = await ssccsOf(ctx, firm.gs1Prefix, count);
  const last = ctx.decimal.sub(line.qty, ctx.decimal.mul(perBox, count - 1));
  ssccs.forEach((sscc, at) => {
    const qty = at === count - 1 ? last : String(perBox);
    ctx.records.package.insert({
      sscc, kind: 'box', delivery: delivery.id, deliveryNo: delivery.number, customerName: delivery.customerName, supplier: firm.name, line: line.id, partCode: line.partCode,
      partName: line.partName, customerPart: line.customerPart, customerOrder: line.customerOrder, lot: line.lot, qty, unit: line.unit,
      place: (at + 1) + '/' + count, gs1: labelText(sscc, part.gtin, qty, line.lot), state: 'packed',
    });
  });
  ctx.records.deliveryLine.update(line.id, { boxes: count }, { version: line.version });
  ctx.records.delivery.update(delivery.id, { boxes: delivery.boxes + count }, { version: delivery.version });
  return { boxes: count, first: ssccs[0] };
}

async function perBoxOf(ctx, line, part) {
  const known = await ctx.records.customerPart.first({ where: { customer: line.customer, part: line.part } });
  return (known && known.perBox) ?? part.perBox;
}

// Unpacks a line. Its codes are void for ever: a serial is not used twice.
export async function unpack(ctx, { line: id }) {
  const line = await lineOf(ctx, id);
  const delivery = await deliveryOf(ctx, line.delivery);
  next(ctx, 'delivery', delivery, 'edit');
  const boxes = await boxesOf(ctx, { line: line.id });
  if (boxes.length === 0) throw ctx.refuse('line.notPacked', {});
  for (const box of boxes) ctx.records.package.update(box.id, { state: next(ctx, 'package', box, 'take'), parent: null, parentSscc: null }, { version: box.version });
  for (const [id, gone] of Object.entries(onPallets(boxes))) {
    const pallet = await ctx.records.package.get(id);
    const holds = pallet.holds - gone;
    ctx.records.package.update(id, holds > 0 ? { holds } : { holds, state: next(ctx, 'package', pallet, 'take') }, { version: pallet.version });
  }
  ctx.records.deliveryLine.update(line.id, { boxes: 0 }, { version: line.version });
  ctx.records.delivery.update(delivery.id, { boxes: delivery.boxes - boxes.length }, { version: delivery.version });
  return { boxes: boxes.length };
}

function onPallets(boxes) {
  const gone = {};
  for (const box of boxes) if (box.parent) gone[box.parent] = (gone[box.parent] ?? 0) + 1;
  return gone;
}

// Puts the note's boxes that stand alone on a pallet with a code of its own: one scan then loads them all.
export async function palletize(ctx, input) {
  const delivery = await deliveryOf(ctx, input.delivery);
  next(ctx, 'delivery', delivery, 'edit');
  const firm = await firmOf(ctx);
  if (!firm || !firm.gs1Prefix) throw ctx.refuse('sscc.prefix', {});
  const boxes = (await boxesOf(ctx, { delivery: delivery.id, parent: { isNull: true } })).slice(0, input.boxes ?? 100);
  if (boxes.length === 0) throw ctx.refuse('pallet.empty', {});
  const [sscc] = await ssccsOf(ctx, firm.gs1Prefix, 1);
  const id = ctx.records.package.insert({
    sscc, kind: 'pallet', delivery: delivery.id, deliveryNo: delivery.number, customerName: delivery.customerName, supplier: firm.name, holds: boxes.length,
    gs1: labelText(sscc), state: 'packed',
  });
  for (const box of boxes) ctx.records.package.update(box.id, { parent: id, parentSscc: sscc }, { version: box.version });
  return { pallet: id, sscc, boxes: boxes.length };
}

// The truck leaves: every box is on it, and the boxes of a line hold exactly what its line says.
export async function ship(ctx, input) {
  const delivery = await deliveryOf(ctx, input.delivery);
  const state = next(ctx, 'delivery', delivery, 'ship');
  const lines = await linesOf(ctx, delivery.id);
  if (lines.length === 0) throw ctx.refuse('delivery.empty', { number: delivery.number });
  const boxes = await boxesOf(ctx, { delivery: delivery.id });
  const waiting = boxes.filter((box) => box.state !== 'loaded');
  if (waiting.length > 0) throw ctx.refuse('delivery.notLoaded', { boxes: waiting.length, sscc: waiting[0].sscc });
  for (const line of lines.filter((l) => l.boxes > 0)) {
    const packed = boxes.filter((box) => box.line === line.id).reduce((sum, box) => ctx.decimal.add(sum, box.qty), '0');
    if (ctx.decimal.cmp(packed, line.qty) !== 0) throw ctx.refuse('line.unequal', { part: line.partCode, packed, qty: line.qty });
  }
  for (const line of lines) ctx.records.deliveryLine.update(line.id, { away: true }, { version: line.version });
  const today = ctx.date.today();
  ctx.records.delivery.update(delivery.id, {
    state, shippedOn: today, shippedMonth: today.slice(0, 7), shippedAt: ctx.now(), plate: (input.plate ?? '').trim() || null, driver: (input.driver ?? '').trim() || null,
  }, { version: delivery.version });
  ctx.emit('DeliveryShipped', {
    delivery: delivery.number, customer: delivery.customerName, shippedOn: today, boxes: boxes.length,
    lines: lines.map((line) => ({ part: line.partCode, customerPart: line.customerPart ?? '', customerOrder: line.customerOrder ?? '', lot: line.lot ?? '', qty: line.qty })),
  });
  return screen(ctx, delivery, state, lines.length);
}

export const screen = (ctx, delivery, state, lines) => ({
  answer: 'green', state: state.toUpperCase(), mode: 'done', delivery: delivery.id, number: delivery.number,
  parameters: [
    { name: ctx.t('entity.delivery'), value: delivery.number, unit: '' }, { name: ctx.t('field.customer'), value: delivery.customerName, unit: '' },
    { name: ctx.t('field.lines'), value: String(lines), unit: '' }, { name: ctx.t('field.boxes'), value: String(delivery.boxes), unit: '' },
  ],
});

export async function cancel(ctx, input) {
  const delivery = await deliveryOf(ctx, input.delivery);
  const state = next(ctx, 'delivery', delivery, 'cancel');
  const lines = await linesOf(ctx, delivery.id);
  if (delivery.loaded > 0) throw ctx.refuse('delivery.loaded', { boxes: delivery.loaded });
  ctx.records.delivery.update(delivery.id, { state, why: input.reason.trim() }, { version: delivery.version });
  await giveBack(ctx, lines);
  return { delivery: delivery.number, state };
}
