// People for the days on which more is to be packed than those on shift can pack: other firms lend theirs, at cost.

import { firmOf } from './notes.js';
import { placeOf } from './freight.js';
import { begin, order, requestOf, thingOf, waits, yuan } from './shared.js';

const MOST = 1000;

// Boxes of call-offs that are late or due by tomorrow, and what the people on shift pack in a day.
export async function packing(ctx) {
  const firm = await firmOf(ctx);
  const perBox = {};
  for (const part of await ctx.records.part.find({ limit: MOST })) perBox[part.id] = part.perBox;
  const due = await ctx.records.callOff.find({ where: { state: 'open', due: { lte: ctx.date.addDays(ctx.date.today(), 1) } }, orderBy: ['due'], limit: MOST });
  const boxes = due.reduce((sum, row) => sum + (ctx.decimal.cmp(row.open, 0) > 0 ? Math.ceil(Number(row.open) / Number(perBox[row.part] ?? 1)) : 0), 0);
  const each = firm ? firm.boxesPerShift ?? 0 : 0;
  const capacity = (firm ? firm.packers ?? 0 : 0) * each;
  return { boxes, capacity, missing: each > 0 ? Math.max(0, Math.ceil((boxes - capacity) / each)) : 0 };
}

export async function ask(ctx, input) {
  const { boxes, capacity, missing } = await packing(ctx);
  if (missing === 0) throw ctx.refuse('people.enough', { boxes, capacity });
  const people = input.people ?? missing;
  const until = input.until ?? input.from;
  const spot = placeOf(ctx, await firmOf(ctx), ctx.t('entity.firm'));
  const what = ctx.t('state.' + input.skill);
  const body = {
    post: what, needs: input.skill === 'forklift' ? ['forklift'] : [], people, from: ctx.date.at(input.from, '08:00'), until: ctx.date.at(until, '20:00'),
    site: { name: spot.name, lat: spot.latitude / 1000000, lon: spot.longitude / 1000000 }, answerBy: ctx.date.at(input.from, '08:00'),
  };
  await ctx.talent.quote('requests', body);
  const thing = ctx.talent.post('requests', body);
  return await begin(ctx, 'people', { thing, what: what + ' × ' + people, skill: input.skill, hour: input.most ?? null, from: input.from, until, deadline: body.answerBy });
}

// Whom other firms put forward. Who it is stays with the lender until the lender offers the person by name.
export const choices = (ctx, request, thing) => (thing.body.candidates ?? []).filter((one) => one.state !== 'PASSED').map((one) => ({
  id: String(one.number), via: one.state === 'OFFERED' ? 'person' : one.state === 'TAKEN' ? 'taken' : 'unnamed', who: one.name ?? ctx.t('people.unnamed', { number: one.number }),
  note: [...one.skills.map((skill) => ctx.t('state.' + skill)), ctx.t('state.' + one.band)].join(' · '), cost: one.hourFen ? one.hourFen * 10000 : null,
}));

export async function take(ctx, request, via, number) {
  const thing = await thingOf(ctx, request);
  const one = thing ? thing.body.candidates.find((c) => c.number === Number(number)) : null;
  if (one && one.hourFen && request.hour && one.hourFen * 10000 > request.hour) throw ctx.refuse('request.dear', { cost: yuan(ctx, one.hourFen * 10000), most: yuan(ctx, request.hour) });
  return await order(ctx, request, 'talent', 'requests', request.thing, 'accept', { candidate: Number(number) }, { todo: 'people.taking' });
}

// What this firm has to do next for a person on loan: sign, let the work begin, settle what it cost.
export async function next(ctx, input) {
  const request = await requestOf(ctx, input.request, ['loan']);
  const thing = await thingOf(ctx, request);
  const command = ['sign', 'activate', 'settle'].find((word) => thing && thing.can.includes(word));
  if (!command) throw waits(ctx, request);
  return { ...await order(ctx, request, 'talent', 'agreements', request.second, command, {}, {}), step: command };
}

export async function shift(ctx, input) {
  const request = await requestOf(ctx, input.request, ['loan'], ['active']);
  const spot = placeOf(ctx, await firmOf(ctx), ctx.t('entity.firm'));
  const body = {
    post: request.what, needs: request.skill === 'forklift' ? ['forklift'] : [], start: ctx.date.at(input.on, input.from ?? '08:00'), end: ctx.date.at(input.on, input.until ?? '17:00'), breakMinutes: 60,
    site: { name: spot.name, lat: spot.latitude / 1000000, lon: spot.longitude / 1000000 },
  };
  await ctx.talent.quote('shifts', body);
  return { shift: ctx.talent.post('shifts', body), number: request.number };
}
