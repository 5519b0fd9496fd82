// Money for an invoiced statement before its day: the customer confirms what it owes, funders quote, one quote is taken or none.

import { firmOf } from './notes.js';
import { statementOf } from './statements.js';
import { begin, costOf, IDLE, order, requestOf } from './shared.js';

const FEN = 10000;
const INVOICE = /^([0-9]{20}|[0-9]{10,12}-[0-9]{8})$/;

export async function ask(ctx, input) {
  const statement = await statementOf(ctx, input.statement);
  if (statement.state !== 'invoiced' || statement.paid !== 0) throw ctx.refuse('statement.state', { number: statement.number, state: ctx.t('state.' + statement.state) });
  if (statement.funding && !IDLE.includes(statement.funding)) throw ctx.refuse('request.known', { number: statement.number });
  const [firm, customer] = [await firmOf(ctx), await ctx.records.customer.get(statement.customer)];
  if (!customer.brainId) throw ctx.refuse('funding.debtor', { customer: customer.name });
  if (!firm || !firm.creditCode) throw ctx.refuse('funding.code', {});
  if (!INVOICE.test(statement.invoiceNo)) throw ctx.refuse('funding.invoice', { invoice: statement.invoiceNo });
  const fen = statement.gross / FEN;
  const lines = await ctx.records.statementLine.find({ where: { statement: statement.id }, orderBy: ['no'], limit: 200 });
  const orders = [...new Set(lines.map((line) => line.customerOrder).filter((one) => one && /^[A-Za-z0-9./-]{1,40}$/.test(one)))];
  const thing = ctx.finance.post('receivables', {
    debtor: customer.brainId, order: { number: orders.length === 1 ? orders[0] : statement.number, fen }, receipt: { number: statement.number, fen },
  });
  const operation = ctx.finance.act('receivables', thing, 'evidence', { creditCode: firm.creditCode, invoices: [{ number: statement.invoiceNo, line: 1, fen }] });
  ctx.records.statement.update(statement.id, { funding: 'asked' }, { version: statement.version });
  return await begin(ctx, 'funding', {
    statement: statement.id, doc: statement.number, customerName: statement.customerName, thing, operation, face: statement.gross, dueOn: statement.dueOn, what: statement.invoiceNo,
  });
}

// The customer has confirmed: funders are asked what they would take.
export async function askQuotes(ctx, input) {
  const request = await requestOf(ctx, input.request, ['funding'], ['confirmed', 'none']);
  const given = (input.funders ?? '').split(/[,，、 ]+/).filter((one) => one);
  const firm = await firmOf(ctx);
  const funders = given.length > 0 ? given : ((firm ? firm.funders : null) ?? '').split(',').filter((one) => one);
  if (funders.length === 0) throw ctx.refuse('funding.funders', {});
  const body = { receivable: request.thing, funders, recourse: false };
  await ctx.finance.quote('financings', body);
  const second = ctx.finance.post('financings', body);
  ctx.records.request.update(request.id, { second, state: 'applied', todo: 'funding.applied', most: input.most ?? null, partner: null }, { version: request.version });
  return { number: request.number, funders: funders.length };
}

// Each quote all in, and what it costs to wait: nothing but the days.
export async function choices(ctx, request, thing) {
  const quotes = (thing.body.quotes ?? []).map((quote) => ({ id: quote.funder, via: 'quote', who: quote.funder, at: ctx.date.at(quote.payOn, '00:00'), ...costOf(quote) }));
  const due = thing.body.maturity ?? thing.body.due;
  const wait = due ? [{ id: 'wait', via: 'wait', who: request.customerName, at: ctx.date.at(due, '00:00'), cost: 0, rate: '0', proceeds: request.face }] : [];
  return [...quotes.sort((a, b) => a.cost - b.cost), ...wait];
}

export const take = (ctx, request, via, funder) => order(ctx, request, 'finance', 'financings', request.second, 'accept', { funder }, { todo: 'funding.taking' });
