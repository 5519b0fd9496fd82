// What is owed and since when, what wants doing today, how well deliveries keep their day.

const MOST = 1000;
const AGREED = ['agreed', 'invoiced', 'partPaid'];
const BEFORE = ['draft', 'sent', 'disputed'];

// The bucket of a statement: not due yet, or so many days past the day that was agreed.
export function bucketOf(ctx, dueOn, today) {
  const days = ctx.date.daysBetween(dueOn, today);
  return days < 0 ? 'notDue' : days <= 30 ? 'to30' : days <= 60 ? 'to60' : days <= 90 ? 'to90' : 'beyond';
}

const whole = (ctx, rows) => {
  if (rows.length === MOST) throw ctx.refuse('owed.tooMany', { most: MOST });
  return rows;
};

const owing = async (ctx) => whole(ctx, await ctx.records.statement.find({ where: { state: { in: AGREED }, owed: { ne: 0 } }, orderBy: ['dueOn', 'number'], limit: MOST }));

// By customer: what is agreed and not paid, by age; what is delivered and not agreed; what was paid in advance.
export async function ageing(ctx) {
  const today = ctx.date.today();
  const rows = {};
  const of = (doc) => (rows[doc.customer] ??= {
    customer: doc.customer, customerName: doc.customerName, notDue: 0, to30: 0, to60: 0, to90: 0, beyond: 0, owed: 0, overdue: 0, unagreed: 0, advance: 0, oldest: null,
  });
  for (const statement of await owing(ctx)) {
    const row = of(statement);
    const bucket = bucketOf(ctx, statement.dueOn, today);
    row[bucket] += statement.owed;
    row.owed += statement.owed;
    if (statement.dueOn < today) row.overdue += statement.owed;
    row.oldest ??= statement.dueOn;
  }
  for (const sum of await ctx.records.statement.aggregate({ where: { state: { in: BEFORE } }, groupBy: ['customer', 'customerName'], sum: ['gross'] })) of(sum.group).unagreed += sum.sum.gross;
  for (const sum of await ctx.records.payment.aggregate({ where: { state: 'open' }, groupBy: ['customer', 'customerName'], sum: ['rest'] })) of(sum.group).advance += sum.sum.rest;
  return Object.values(rows).sort((a, b) => b.owed - a.owed || (a.customerName < b.customerName ? -1 : 1));
}

// One row for the dashboard.
export async function overview(ctx) {
  const rows = await ageing(ctx);
  const sum = (name) => rows.reduce((all, row) => all + row[name], 0);
  const today = ctx.date.today();
  const late = await ctx.records.callOff.count({ where: { state: 'open', due: { lt: today } } });
  return { owed: sum('owed'), overdue: sum('overdue'), unagreed: sum('unagreed'), advance: sum('advance'), late };
}

// Call-offs by the month they were due in: a call-off keeps its day when all of it was taken by then. What is not due yet does not count.
export async function performance(ctx) {
  const today = ctx.date.today();
  const from = ctx.date.addDays(today.slice(0, 7) + '-01', -150).slice(0, 7);
  const due = { dueMonth: { gte: from }, due: { lt: today }, state: { ne: 'closed' } };
  const all = await ctx.records.callOff.aggregate({ where: due, groupBy: ['dueMonth'], count: true });
  const kept = await ctx.records.callOff.aggregate({ where: { ...due, state: 'done', late: false }, groupBy: ['dueMonth'], count: true });
  const out = await ctx.records.delivery.aggregate({ where: { state: 'received', shippedMonth: { gte: from } }, groupBy: ['shippedMonth'], avg: ['daysOut'], count: true });
  return all.map((month) => {
    const name = month.group.dueMonth;
    const good = kept.find((row) => row.group.dueMonth === name);
    const signed = out.find((row) => row.group.shippedMonth === name);
    const inTime = good ? good.count : 0;
    return {
      month: name, due: month.count, inTime, late: month.count - inTime, otd: ctx.decimal.div(inTime, month.count, 4),
      days: signed ? ctx.decimal.round(signed.avg.daysOut, 1) : null,
    };
  }).sort((a, b) => (a.month < b.month ? 1 : -1));
}

// What the firm gives to the brain of a month: how many call-offs were due, and how many were kept. Without its grant nothing is.
export async function shareMonth(ctx, { month }) {
  const today = ctx.date.today();
  const of = month ?? ctx.date.addDays(today.slice(0, 7) + '-01', -1).slice(0, 7);
  const where = { dueMonth: of, due: { lt: today }, state: { ne: 'closed' } };
  const due = await ctx.records.callOff.count({ where });
  const onTime = await ctx.records.callOff.count({ where: { ...where, state: 'done', late: false } });
  return share(ctx, { month: of, onTime, due });
}

function share(ctx, record) {
  try {
    if (record.due > 0) ctx.share('delivery.onTime', record);
  } catch (error) {
    if (error.code !== 'grant.missing') throw error;
    return { shared: false };
  }
  return { shared: record.due > 0, ...record };
}

// Everything that somebody should ask about today, the most pressing first.
export async function reminders(ctx) {
  const today = ctx.date.today();
  const days = (day) => ctx.date.daysBetween(day, today);
  const rows = [];
  const add = (kind, doc, id, number, who, since, amount, level) => rows.push({ id, kind, doc, number, who, since, days: days(since), amount, level });
  for (const s of await owing(ctx)) if (s.owed > 0 && s.dueOn <= today) add('overdue', 'statement', s.id, s.number, s.customerName, s.dueOn, s.owed, days(s.dueOn) > 60 ? 'red' : 'amber');
  const customers = {};
  for (const c of await ctx.records.customer.find({ limit: MOST })) customers[c.id] = c;
  for (const d of await ctx.records.delivery.find({ where: { state: 'shipped' }, orderBy: ['shippedOn'], limit: MOST })) {
    if (days(d.shippedOn) > customers[d.customer].acceptDays) add('unsigned', 'delivery', d.id, d.number, d.customerName, d.shippedOn, null, 'red');
  }
  for (const o of await ctx.records.callOff.find({ where: { state: 'open', due: { lt: today } }, orderBy: ['due'], limit: MOST })) add('late', 'callOff', o.id, o.number, o.customerName, o.due, null, 'amber');
  for (const s of await ctx.records.statement.find({ where: { state: { in: BEFORE } }, orderBy: ['closesOn'], limit: MOST })) {
    if (s.state === 'draft' && s.closesOn < today) add('unsent', 'statement', s.id, s.number, s.customerName, s.closesOn, s.gross, 'amber');
    if (s.state !== 'draft' && days(s.sentOn) > 7) add('unanswered', 'statement', s.id, s.number, s.customerName, s.sentOn, s.gross, 'amber');
  }
  for (const s of await ctx.records.statement.find({ where: { state: 'agreed' }, orderBy: ['agreedOn'], limit: MOST })) if (days(s.agreedOn) > 3) add('uninvoiced', 'statement', s.id, s.number, s.customerName, s.agreedOn, s.gross, 'amber');
  return rows.sort((a, b) => (a.level === b.level ? b.days - a.days : a.level === 'red' ? -1 : 1));
}
