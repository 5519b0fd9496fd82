// Money that came in, and what it pays. What is not spent yet is the customer's advance.

import { next } from './states.js';
import { numberOf } from './numbers.js';
import { FEN } from './money.js';
import { customerOf } from './orders.js';

const SPREAD = 90; // two effects for each statement, of two hundred

async function paymentOf(ctx, id) {
  const payment = await ctx.records.payment.get(id);
  if (!payment) throw ctx.refuse('payment.unknown', {});
  return payment;
}

export async function receive(ctx, input) {
  const customer = await customerOf(ctx, input.customer);
  if (input.amount % FEN !== 0) throw ctx.refuse('payment.fen', {});
  const on = input.paidOn ?? ctx.date.today();
  if (on > ctx.date.today()) throw ctx.refuse('receipt.future', {});
  const reference = (input.reference ?? '').trim() || null;
  const known = reference ? await ctx.records.payment.first({ where: { reference, state: { ne: 'reversed' } } }) : null;
  if (known) throw ctx.refuse('payment.known', { reference, number: known.number });
  const payment = {
    number: await numberOf(ctx, 'SK', 'payment'), customer: customer.id, customerName: customer.name, paidOn: on, amount: input.amount, used: 0,
    method: input.method, reference, state: 'open', entries: 0, note: (input.note ?? '').trim() || null, by: ctx.user.id,
  };
  const id = ctx.records.payment.insert(payment);
  const used = input.spread === 'keep' ? 0 : await oldestFirst(ctx, { ...payment, id });
  ctx.emit('PaymentReceived', { payment: payment.number, customer: customer.name, amount: input.amount, advance: input.amount - used });
  return { payment: id, number: payment.number, used, advance: input.amount - used };
}

// Spends what is left of a payment: on the statement named, or on the oldest first.
export async function allocate(ctx, input) {
  const payment = await paymentOf(ctx, input.payment);
  next(ctx, 'payment', payment, 'allocate');
  if (!input.statement) {
    const used = await oldestFirst(ctx, payment);
    if (used === 0) throw ctx.refuse('allocation.nothing', {});
    return { number: payment.number, used };
  }
  const statement = await ctx.records.statement.first({ where: { number: input.statement.trim() } });
  if (!statement) throw ctx.refuse('statement.unknown', {});
  if (statement.customer !== payment.customer) throw ctx.refuse('allocation.other', { number: statement.number, customer: statement.customerName });
  next(ctx, 'statement', statement, 'payPart');
  const left = payment.amount - payment.used;
  const owed = statement.gross - statement.paid;
  const amount = input.amount ?? Math.min(left, owed);
  if (amount % FEN !== 0) throw ctx.refuse('payment.fen', {});
  if (amount > left) throw ctx.refuse('allocation.tooMuch', { left: ctx.decimal.div(left, 1000000, 2) });
  if (amount > owed) throw ctx.refuse('allocation.beyond', { number: statement.number, owed: ctx.decimal.div(owed, 1000000, 2) });
  spend(ctx, payment, [{ statement, amount }]);
  return { number: payment.number, used: amount };
}

async function oldestFirst(ctx, payment) {
  const owing = await ctx.records.statement.find({
    where: { customer: payment.customer, state: { in: ['invoiced', 'partPaid'] }, owed: { gt: 0 } }, orderBy: ['dueOn', 'number'], limit: SPREAD,
  });
  let left = payment.amount - payment.used;
  const parts = [];
  for (const statement of owing) {
    const amount = Math.min(left, statement.owed);
    if (amount <= 0) break;
    parts.push({ statement, amount });
    left -= amount;
  }
  if (parts.length > 0) spend(ctx, payment, parts);
  return payment.amount - payment.used - left;
}

function spend(ctx, payment, parts) {
  const used = parts.reduce((sum, part) => sum + part.amount, payment.used);
  parts.forEach(({ statement, amount }, at) => {
    const paid = statement.paid + amount;
    const state = next(ctx, 'statement', statement, paid === statement.gross ? 'payAll' : 'payPart');
    ctx.records.statement.update(statement.id, { paid, state }, { version: statement.version });
    insert(ctx, payment, statement, amount, at);
  });
  const state = used === payment.amount ? next(ctx, 'payment', payment, 'spend') : payment.state;
  ctx.records.payment.update(payment.id, { used, state, entries: payment.entries + parts.length });
}

function insert(ctx, payment, statement, amount, at, more) {
  ctx.records.allocation.insert({
    key: payment.number + '/' + (payment.entries + at + 1), payment: payment.id, paymentNo: payment.number, statement: statement.id, statementNo: statement.number,
    customer: payment.customer, customerName: payment.customerName, amount, on: ctx.date.today(), by: ctx.user.id, ...more,
  });
}

// Takes an allocation back by a line of its own; the money is the customer's advance again.
export async function takeBack(ctx, input) {
  const allocation = await ctx.records.allocation.get(input.allocation);
  if (!allocation) throw ctx.refuse('allocation.unknown', {});
  const again = await ctx.records.allocation.first({ where: { takesBack: allocation.id } });
  if (again || allocation.takesBack) throw ctx.refuse('allocation.taken', { key: allocation.key });
  const payment = await paymentOf(ctx, allocation.payment);
  const statement = await ctx.records.statement.get(allocation.statement);
  const paid = statement.paid - allocation.amount;
  const state = next(ctx, 'statement', statement, paid === 0 ? 'backAll' : 'backPart');
  ctx.records.statement.update(statement.id, { paid, state }, { version: statement.version });
  insert(ctx, payment, statement, -allocation.amount, 0, { takesBack: allocation.id, why: input.reason.trim() });
  ctx.records.payment.update(payment.id, {
    used: payment.used - allocation.amount, state: next(ctx, 'payment', payment, 'giveBack'), entries: payment.entries + 1,
  }, { version: payment.version });
  return { number: payment.number, advance: payment.amount - payment.used + allocation.amount };
}

// Entered by mistake. What it paid must have been taken back first.
export async function reverse(ctx, input) {
  const payment = await paymentOf(ctx, input.payment);
  const state = next(ctx, 'payment', payment, 'reverse');
  if (payment.method === 'credit') throw ctx.refuse('payment.credit', { number: payment.number });
  if (payment.used !== 0) throw ctx.refuse('payment.used', { number: payment.number });
  ctx.records.payment.update(payment.id, { state, why: input.reason.trim() }, { version: payment.version });
  return { number: payment.number, state };
}
