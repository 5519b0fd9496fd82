// The yard's screen: one scan, one answer. At a loading station a box goes on the truck; at a receiving station it is counted off.

import { allows, next } from './states.js';
import { read } from './codes.js';
import { deliveryOf } from './notes.js';

export async function scan(ctx, { code, station }) {
  const place = await ctx.records.station.first({ where: { code: station } });
  if (!place) throw ctx.refuse('station.unknown', { station });
  const found = read(ctx, code);
  if (found.broken) throw ctx.refuse('code.check', { code: found.broken });
  if (found.note) return await note(ctx, found.note, place.mode);
  if (!found.sscc) throw ctx.refuse('code.unknown', { code });
  const pack = await ctx.records.package.first({ where: { sscc: found.sscc } });
  if (!pack) throw ctx.refuse('package.unknown', { sscc: found.sscc });
  const delivery = await deliveryOf(ctx, pack.delivery);
  return place.mode === 'load' ? await load(ctx, pack, delivery) : await check(ctx, pack, delivery);
}

async function note(ctx, number, mode) {
  const delivery = await ctx.records.delivery.first({ where: { number } });
  if (!delivery) throw ctx.refuse('note.unknown', { number });
  const step = mode === 'load' ? 'ship' : 'sign';
  if (!allows('delivery', delivery, step)) return red(ctx, delivery, null, 'delivery.state');
  return green(ctx, mode, delivery, null, { loaded: delivery.loaded, checked: delivery.checked }, 'NOTE');
}

const members = (ctx, pack) => pack.kind === 'pallet'
  ? ctx.records.package.find({ where: { parent: pack.id, state: { ne: 'void' } }, orderBy: ['sscc'], limit: 150 })
  : [pack];

async function load(ctx, pack, delivery) {
  if (!allows('delivery', delivery, 'load')) return red(ctx, delivery, pack, 'delivery.state');
  if (pack.state === 'void') return red(ctx, delivery, pack, 'package.void');
  const boxes = (await members(ctx, pack)).filter((box) => box.state === 'packed');
  for (const box of boxes) ctx.records.package.update(box.id, { state: next(ctx, 'package', box, 'load'), loadedAt: ctx.now() }, { version: box.version });
  if (pack.kind === 'pallet' && pack.state === 'packed') ctx.records.package.update(pack.id, { state: 'loaded', loadedAt: ctx.now() }, { version: pack.version });
  const loaded = delivery.loaded + boxes.length;
  if (boxes.length > 0) ctx.records.delivery.update(delivery.id, { state: next(ctx, 'delivery', delivery, 'load'), loaded }, { version: delivery.version });
  return green(ctx, 'load', delivery, pack, { loaded, checked: delivery.checked }, boxes.length > 0 ? 'LOADED' : 'ALREADY');
}

async function check(ctx, pack, delivery) {
  if (!allows('delivery', delivery, 'check')) return red(ctx, delivery, pack, 'delivery.state');
  if (pack.state === 'void') return red(ctx, delivery, pack, 'package.void');
  const boxes = (await members(ctx, pack)).filter((box) => box.state === 'loaded');
  for (const box of boxes) ctx.records.package.update(box.id, { state: next(ctx, 'package', box, 'check'), checkedAt: ctx.now() }, { version: box.version });
  if (pack.kind === 'pallet' && pack.state !== 'received') ctx.records.package.update(pack.id, { state: 'received', checkedAt: ctx.now() }, { version: pack.version });
  const checked = delivery.checked + boxes.length;
  if (boxes.length > 0) ctx.records.delivery.update(delivery.id, { checked }, { version: delivery.version });
  return green(ctx, 'receive', delivery, pack, { loaded: delivery.loaded, checked }, boxes.length > 0 ? 'CHECKED' : 'ALREADY');
}

// A box that was loaded by mistake comes off the truck again.
export async function unload(ctx, { package: id }) {
  const pack = await ctx.records.package.get(id);
  if (!pack) throw ctx.refuse('package.unknown', { sscc: id });
  const delivery = await deliveryOf(ctx, pack.delivery);
  next(ctx, 'delivery', delivery, 'unload');
  next(ctx, 'package', pack, 'unload');
  const boxes = (await members(ctx, pack)).filter((box) => box.state === 'loaded');
  for (const box of boxes) ctx.records.package.update(box.id, { state: next(ctx, 'package', box, 'unload'), loadedAt: null }, { version: box.version });
  if (pack.kind === 'pallet') ctx.records.package.update(pack.id, { state: 'packed', loadedAt: null }, { version: pack.version });
  const loaded = delivery.loaded - boxes.length;
  const state = loaded === 0 ? next(ctx, 'delivery', delivery, 'emptied') : delivery.state;
  ctx.records.delivery.update(delivery.id, { loaded, state }, { version: delivery.version });
  return { ...green(ctx, 'load', delivery, pack, { loaded, checked: delivery.checked }, 'UNLOADED'), complete: false };
}

function green(ctx, mode, delivery, pack, counts, state) {
  const of = mode === 'load' ? counts.loaded : counts.checked;
  const parameters = [{ name: ctx.t('entity.delivery'), value: delivery.number, unit: delivery.customerName }];
  if (pack && pack.kind === 'pallet') parameters.push({ name: ctx.t('state.pallet'), value: String(pack.holds), unit: ctx.t('unit.boxes') });
  else if (pack) parameters.push({ name: pack.partName, value: quantity(ctx, pack.qty), unit: pack.unit }, { name: ctx.t('field.lot'), value: pack.lot ?? '—', unit: pack.place });
  parameters.push({ name: ctx.t(mode === 'load' ? 'field.loaded' : 'field.checked'), value: of + ' / ' + delivery.boxes, unit: ctx.t('unit.boxes') });
  return {
    answer: 'green', state, mode, sentence: null, delivery: delivery.id, package: pack ? pack.id : null, line: pack ? pack.line ?? null : null,
    complete: mode === 'receive' || of >= delivery.boxes, parameters,
  };
}

function red(ctx, delivery, pack, reason) {
  const facts = { number: delivery.number, state: ctx.t('state.' + delivery.state), sscc: pack ? pack.sscc : '' };
  return { answer: 'red', state: 'STOPPED', mode: 'none', reason, sentence: ctx.t('refusal.' + reason, facts), delivery: delivery.id, package: null, line: null, complete: false, parameters: [] };
}

const quantity = (ctx, qty) => ctx.decimal.add(qty, 0).includes('.') ? ctx.decimal.add(qty, 0).replace(/0+$/, '').replace(/\.$/, '') : String(qty);

// Boxes of a note that nobody has counted at the customer's.
export async function uncounted(ctx, delivery) {
  if (delivery.checked === 0) return [];
  return await ctx.records.package.find({ where: { delivery: delivery.id, kind: 'box', state: 'loaded' }, orderBy: ['sscc'], limit: 1000 });
}
