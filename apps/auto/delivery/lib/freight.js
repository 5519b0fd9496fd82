// A vehicle for a packed note: room in the brain's offers, or a place beside other firms' goods.

import { deliveryOf, firmOf } from './notes.js';
import { customerOf } from './orders.js';
import { begin, IDLE, order } from './shared.js';

const LOTS = 50; // of a consignment
const OFFERS = 12; // that are asked for their price in one call of twenty questions

export function placeOf(ctx, row, name) {
  if (!row || !row.spot || !row.division) throw ctx.refuse('place.unknown', { name: name ?? (row ? row.name : '') });
  const [longitude, latitude] = row.spot.split(',').map((part) => Math.round(Number(part) * 1000000));
  return { name: (row.address ?? row.name).slice(0, 80), division: row.division, longitude, latitude };
}

export async function ask(ctx, input) {
  const delivery = await deliveryOf(ctx, input.delivery);
  if (!['draft', 'loading'].includes(delivery.state)) throw ctx.refuse('delivery.state', { number: delivery.number, state: ctx.t('state.' + delivery.state) });
  if (delivery.boxes === 0) throw ctx.refuse('freight.notPacked', { number: delivery.number });
  if (delivery.freight && !IDLE.includes(delivery.freight)) throw ctx.refuse('request.known', { number: delivery.number });
  const packs = await ctx.records.package.find({ where: { delivery: delivery.id, state: { in: ['packed', 'loaded'] } }, orderBy: ['sscc'], limit: 1000 });
  const pallets = packs.filter((one) => one.kind === 'pallet').length;
  const [firm, customer] = [await firmOf(ctx), await customerOf(ctx, delivery.customer)];
  const pickupOn = input.pickupOn ?? (ctx.date.timeOf(ctx.now()) < '15:00' ? ctx.date.today() : ctx.date.addDays(ctx.date.today(), 1));
  const arriveBy = input.arriveBy ?? ctx.date.addDays(pickupOn, 1);
  const goods = {
    goods: ctx.t('freight.goods', { number: delivery.number }), class: 'GENERAL', temperature: 'AMBIENT',
    load: { kilograms: input.kilograms, litres: Math.ceil(Number(ctx.decimal.mul(input.cubic, 1000))), places: input.places ?? pallets },
    pickup: { place: placeOf(ctx, firm, ctx.t('entity.firm')), window: { from: ctx.date.at(pickupOn, '08:00'), until: ctx.date.at(pickupOn, '18:00') } },
    delivery: { place: placeOf(ctx, customer), window: { from: ctx.date.at(pickupOn, '09:00'), until: ctx.date.at(arriveBy, '20:00') } },
  };
  await ctx.logistics.quote('consignments', goods);
  const thing = ctx.logistics.post('consignments', goods);
  const lots = packs.filter((one) => one.kind === 'box' && Number.isInteger(Number(one.qty)) && Number(one.qty) > 0);
  if (lots.length > 0 && lots.length <= LOTS) ctx.logistics.act('consignments', thing, 'pack', {
    lots: lots.map((one) => ({ sscc: one.sscc, item: one.partName, quantity: Number(one.qty), ...(one.lot ? { batch: one.lot } : {}) })), at: ctx.now(),
  });
  const operation = ctx.logistics.act('consignments', thing, 'post');
  ctx.records.delivery.update(delivery.id, { freight: 'asked' }, { version: delivery.version });
  return await begin(ctx, 'freight', {
    delivery: delivery.id, doc: delivery.number, customerName: delivery.customerName, thing, operation, most: input.most, from: pickupOn, until: arriveBy, deadline: goods.pickup.window.until,
    what: input.kilograms + ' kg · ' + input.cubic + ' m³ · ' + goods.load.places + ' × 1.2×1.0 m',
  });
}

// Shared vehicles that are proposed for these goods, then every open offer with its price or with what is against it; the cheapest first.
export async function choices(ctx, request) {
  const rows = [];
  for (const group of await ctx.logistics.list('groupings', { state: 'PROPOSED', limit: 5 })) {
    const mine = group.body.members.find((one) => one.consignment === request.thing);
    if (mine && group.can.includes('accept')) rows.push({ id: group.id, via: 'grouping', who: group.body.carrier, at: group.due, cost: mine.togetherFen * 10000, saves: (mine.aloneFen - mine.togetherFen) * 10000 });
  }
  for (const offer of await ctx.logistics.list('offers', { open: true, limit: OFFERS })) {
    const row = { id: offer.id, via: 'offer', who: offer.body.carrier, note: offer.body.from.name + ' → ' + offer.body.to.name, at: offer.body.window.from };
    try {
      rows.push({ ...row, cost: (await ctx.logistics.quote('offers', { consignment: request.thing }, offer.id, 'reserve')).commits });
    } catch (error) {
      rows.push({ ...row, code: error.code });
    }
  }
  return rows.sort((a, b) => (a.cost ?? Infinity) - (b.cost ?? Infinity));
}

export const take = (ctx, request, via, id) => via === 'grouping'
  ? order(ctx, request, 'logistics', 'groupings', id, 'accept', {}, { todo: 'freight.taking' })
  : order(ctx, request, 'logistics', 'offers', id, 'reserve', { consignment: request.thing }, { todo: 'freight.taking' });
