// The monthly statement: sent, disputed or agreed by both sides, invoiced.

import { next } from './states.js';
import { numberOf } from './numbers.js';

export async function statementOf(ctx, id) {
  const statement = await ctx.records.statement.get(id);
  if (!statement) throw ctx.refuse('statement.unknown', {});
  return statement;
}

export async function send(ctx, { statement: id }) {
  const statement = await statementOf(ctx, id);
  const state = next(ctx, 'statement', statement, 'send');
  if (ctx.date.today() <= statement.closesOn) throw ctx.refuse('statement.periodRuns', { period: statement.period, on: statement.closesOn });
  ctx.records.statement.update(statement.id, { state, sentOn: ctx.date.today(), sends: statement.sends + 1, sentBy: ctx.user.id }, { version: statement.version });
  return { number: statement.number, state, gross: statement.gross };
}

export async function dispute(ctx, input) {
  const statement = await statementOf(ctx, input.statement);
  const state = next(ctx, 'statement', statement, 'dispute');
  ctx.records.statement.update(statement.id, { state, why: input.reason.trim() }, { version: statement.version });
  return { number: statement.number, state };
}

// The customer agrees by name. From here on the sum stands and the day it is due is known: so many days after the agreement, or after the
// last receipt on it, as the customer's terms say on this day.
export async function agree(ctx, input) {
  const statement = await statementOf(ctx, input.statement);
  const state = next(ctx, 'statement', statement, 'agree');
  const on = input.agreedOn ?? ctx.date.today();
  if (on > ctx.date.today()) throw ctx.refuse('receipt.future', {});
  if (on < statement.sentOn) throw ctx.refuse('statement.backwards', { on: statement.sentOn });
  const customer = await ctx.records.customer.get(statement.customer);
  const from = customer.termFrom === 'receipt' ? statement.lastReceipt ?? on : on;
  const dueOn = ctx.date.addDays(from, customer.creditDays);
  ctx.records.statement.update(statement.id, {
    state, agreedOn: on, agreedWith: input.agreedWith.trim(), termFrom: customer.termFrom, creditDays: customer.creditDays, dueOn,
  }, { version: statement.version });
  ctx.emit('StatementAgreed', {
    statement: statement.number, period: statement.period, customer: customer.name, creditCode: customer.creditCode ?? '', gross: statement.gross, agreedOn: on, dueOn,
  });
  return { number: statement.number, state, gross: statement.gross, dueOn };
}

// One invoice for one statement, and never the same invoice twice. A statement that takes back more than it bills gives the customer credit.
export async function invoice(ctx, input) {
  const statement = await statementOf(ctx, input.statement);
  const state = next(ctx, 'statement', statement, 'invoice');
  const number = input.invoiceNo.trim();
  const other = await ctx.records.statement.first({ where: { invoiceNo: number } });
  if (other) throw ctx.refuse('invoice.known', { invoice: number, number: other.number });
  const on = input.invoicedOn ?? ctx.date.today();
  if (on > ctx.date.today()) throw ctx.refuse('receipt.future', {});
  const settled = statement.gross <= 0;
  ctx.records.statement.update(statement.id, {
    state: settled ? next(ctx, 'statement', { ...statement, state }, 'settle') : state, invoiceNo: number, invoicedOn: on, paid: settled ? statement.gross : 0,
  }, { version: statement.version });
  if (statement.gross < 0) ctx.records.payment.insert({
    number: await numberOf(ctx, 'SK', 'payment'), customer: statement.customer, customerName: statement.customerName, paidOn: on, amount: -statement.gross, used: 0,
    method: 'credit', reference: number, state: 'open', entries: 0, note: statement.number, by: ctx.user.id,
  });
  return { number: statement.number, state: settled ? 'paid' : state };
}

// What was said when the customer was asked for the money.
export async function remind(ctx, input) {
  const statement = await statementOf(ctx, input.statement);
  if (statement.owed <= 0 || !statement.dueOn) throw ctx.refuse('reminder.nothing', { number: statement.number });
  const id = ctx.records.reminder.insert({
    statement: statement.id, statementNo: statement.number, customer: statement.customer, customerName: statement.customerName, on: ctx.date.today(), owed: statement.owed,
    said: input.said.trim(), promisedOn: input.promisedOn ?? null, by: ctx.user.id,
  });
  return { reminder: id };
}
