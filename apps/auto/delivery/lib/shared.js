// What this firm has asked of the others in the brain: freight, money, people. One record follows one thing, from the asking to its end.
// A command happens after its call, by the rules of the brain; what came of it is heard, and the thing is read again.

import { numberOf } from './numbers.js';
import { deliveryOf } from './notes.js';
import { receive, allocate } from './payments.js';

const FEN = 10000;

export const IDLE = ['none', 'done'];

// Where things of a kind are: the service, the first collection, and the one that follows from it.
const PLACES = {
  freight: ['logistics', 'consignments'], funding: ['finance', 'receivables', 'financings'], people: ['talent', 'requests'], loan: ['talent', 'agreements', 'agreements'],
};

// What the brain's states are in this app's words.
const STATES = {
  consignments: {
    DRAFT: 'asked', POSTED: 'asked', TENDERED: 'asked', GROUPED: 'taken', AWARDED: 'taken', BOOKED: 'booked', DISPATCHED: 'booked', PICKED_UP: 'moving', IN_TRANSIT: 'moving',
    ARRIVED: 'moving', DELIVERED: 'arrived', POD_ACCEPTED: 'done', BILLED: 'done', SETTLED: 'done', WITHDRAWN: 'none', NO_BID: 'none',
  },
  receivables: { DRAFT: 'asked', EVIDENCED: 'asked', CONFIRMED: 'confirmed', VOUCHERED: 'done', ASSIGNED: 'financed', SETTLED: 'done' },
  financings: { APPLIED: 'applied', CHECKED: 'applied', QUOTED: 'offered', ACCEPTED: 'taken', REGISTERED: 'taken', DISBURSED: 'financed', REPAID: 'done', DECLINED: 'none', LAPSED: 'none' },
  requests: { OPEN: 'asked', MATCHING: 'asked', OFFERED: 'offered', AGREED: 'taken', CLOSED: 'done', EXPIRED: 'none' },
  agreements: {
    DRAFT: 'taken', WORKER_CONSENT: 'signing', SIGNED: 'signing', COVER_CHECKED: 'insured', ACTIVE: 'active', ENDED: 'ended', RETURNED_EARLY: 'ended', COST_SETTLED: 'done', TERMINATED: 'none',
  },
};

export async function begin(ctx, kind, row) {
  const number = await numberOf(ctx, 'XT', 'request');
  const id = ctx.records.request.insert({ number, kind, state: 'asked', todo: kind + '.asked', on: ctx.date.today(), by: ctx.user.id, ...row });
  return { request: id, number };
}

export async function requestOf(ctx, id, kinds, states) {
  const request = await ctx.records.request.get(id);
  if (!request || !kinds.includes(request.kind)) throw ctx.refuse('request.unknown', {});
  if (states && !states.includes(request.state)) throw ctx.refuse('request.state', { number: request.number, state: ctx.t('state.' + request.state) });
  return request;
}

const collectionOf = (request) => PLACES[request.kind][request.second ? 2 : 1];
export const thingOf = (ctx, request) => ctx[PLACES[request.kind][0]].track(collectionOf(request), request.second ?? request.thing);

// Asks first what a command would come to, so that a rule that is against it is told at once; then has it done after the call.
export async function order(ctx, request, service, collection, id, command, input, patch) {
  const quote = await ctx[service].quote(collection, input, id, command);
  if (request.most && quote.commits > request.most) throw ctx.refuse('request.dear', { cost: yuan(ctx, quote.commits), most: yuan(ctx, request.most) });
  const operation = ctx[service].act(collection, id, command, input);
  ctx.records.request.update(request.id, { operation, code: null, ...patch }, { version: request.version });
  return { number: request.number, cost: quote.commits };
}

export const yuan = (ctx, micro) => ctx.decimal.div(micro, 1000000, 2);

// Takes it back, closes it or gives it up, whichever its state allows.
export async function withdraw(ctx, input) {
  const request = await requestOf(ctx, input.request, Object.keys(PLACES));
  const thing = await thingOf(ctx, request);
  const command = ['withdraw', 'close', 'terminate'].find((word) => thing && thing.can.includes(word));
  if (!command) throw waits(ctx, request);
  return await order(ctx, request, PLACES[request.kind][0], thing.collection, thing.id, command, {}, { todo: 'withdrawn' });
}

export const waits = (ctx, request) => ctx.refuse('request.waits', { number: request.number, state: ctx.t('state.' + request.state) });

// Something happened: to a thing that is followed here, or to a command of this app.
export async function heard(ctx, { data }) {
  const any = [{ thing: data.id }, { second: data.id }, ...(data.operation ? [{ operation: data.operation }] : [])];
  const found = await ctx.records.request.find({ where: { or: any }, orderBy: ['-number'], limit: 9 });
  // What is on loan has its own record, whose first thing is the request it came of.
  const rows = found.filter((row) => row.second === data.id || row.operation === data.operation || !row.second || row.kind === 'funding');
  for (const row of rows) await follow(ctx, row, data.ok === false ? data.code : null);
  return { followed: rows.length };
}

export const refresh = async (ctx, input) => await follow(ctx, await requestOf(ctx, input.request, Object.keys(PLACES)), null);

async function follow(ctx, request, code) {
  const thing = await thingOf(ctx, request);
  const state = thing ? STATES[thing.collection][thing.state] ?? 'trouble' : 'none';
  const seen = thing ? await FACTS[thing.collection](ctx, thing.body, request) : {};
  const todo = request.todo === 'withdrawn' && state === 'none' ? 'withdrawn' : request.kind + '.' + state;
  ctx.records.request.update(request.id, { state, todo, code: code ?? (state === request.state ? request.code : null), deadline: thing ? thing.due : null, ...seen }, { version: request.version });
  if (request.delivery) {
    const delivery = await deliveryOf(ctx, request.delivery);
    ctx.records.delivery.update(delivery.id, { freight: state, carrier: seen.partner ?? null }, { version: delivery.version });
  }
  if (request.statement && state !== request.state) await fund(ctx, request, state, thing);
  return { number: request.number, state, code };
}

// What the sheet of a thing says about the record.
const FACTS = {
  consignments: (_, body) => ({ partner: body.award ? body.award.carrier : null, cost: body.award ? body.award.fen * FEN : null, arrivedAt: body.pod ? new Date(body.pod.at).toISOString() : null }),
  receivables: (_, body, request) => ({ dueOn: body.due ?? request.dueOn, face: body.fen > 0 ? body.fen * FEN : request.face }),
  financings: (_, body) => {
    const quote = body.chosen ?? body.quotes.find((one) => one.funder === body.cheapest);
    return quote ? { partner: quote.funder, ...costOf(quote) } : {};
  },
  requests: async (ctx, body, request) => {
    for (const one of body.candidates.filter((c) => c.agreement)) await lend(ctx, request, one);
    const offered = body.candidates.filter((c) => c.name);
    return { names: offered.map((c) => c.name).join('、') || null, partner: offered.length > 0 ? offered[0].lender : null };
  },
  agreements: (_, body) => ({ partner: body.lender, names: body.name, cost: body.bill ? body.bill.totalFen * FEN : null, rate: null }),
};

export const costOf = (quote) => ({
  cost: (quote.cost.interestFen + quote.cost.feeFen) * FEN, proceeds: quote.cost.proceedsFen * FEN, rate: (quote.cost.allInPpm / 1000000).toFixed(6),
});

// A person who was taken is followed in a record of their own.
async function lend(ctx, request, one) {
  if (await ctx.records.request.first({ where: { second: one.agreement } })) return;
  await begin(ctx, 'loan', {
    thing: request.thing, second: one.agreement, what: request.what, skill: request.skill, state: 'taken', todo: 'loan.taken', partner: one.lender, names: one.name, hour: one.hourFen * FEN,
    from: request.from, until: request.until, by: request.by,
  });
}

// The funder has paid and bears the customer's risk from here on: the statement is settled, what it cost stands with the payment.
async function fund(ctx, request, state, thing) {
  const statement = await ctx.records.statement.get(request.statement);
  ctx.records.statement.update(statement.id, { funding: state });
  if (state !== 'financed' || thing.collection !== 'financings') return;
  const { cost, proceeds } = costOf(thing.body.chosen);
  const paid = await receive(ctx, {
    customer: statement.customer, amount: request.face, method: 'factoring', reference: thing.id, spread: 'keep', note: ctx.t('funding.note', { proceeds: yuan(ctx, proceeds), cost: yuan(ctx, cost) }),
  });
  const owed = Math.min(request.face, statement.gross - statement.paid);
  if (owed > 0) await allocate(ctx, { payment: paid.payment, statement: statement.number, amount: owed });
}
