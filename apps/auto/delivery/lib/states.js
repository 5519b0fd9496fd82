// What may follow what. The tables are data: a step that a state does not list is refused, and the refusal says where the document stands.

export const DELIVERY = {
  edit: { draft: 'draft' },
  load: { draft: 'loading', loading: 'loading' },
  unload: { loading: 'loading' },
  emptied: { loading: 'draft' },
  ship: { draft: 'shipped', loading: 'shipped' },
  cancel: { draft: 'cancelled', loading: 'cancelled' },
  check: { shipped: 'shipped' },
  sign: { shipped: 'received' },
  differ: { shipped: 'shipped', received: 'received' },
};

export const CALL_OFF = {
  plan: { open: 'open' },
  fill: { open: 'done', closed: 'closed' },
  reopen: { done: 'open', open: 'open', closed: 'closed' },
  close: { open: 'closed' },
};

export const STATEMENT = {
  add: { draft: 'draft', disputed: 'disputed' },
  send: { draft: 'sent', disputed: 'sent' },
  dispute: { sent: 'disputed' },
  agree: { sent: 'agreed' },
  invoice: { agreed: 'invoiced' },
  settle: { invoiced: 'paid' },
  payPart: { invoiced: 'partPaid', partPaid: 'partPaid' },
  payAll: { invoiced: 'paid', partPaid: 'paid' },
  backPart: { partPaid: 'partPaid', paid: 'partPaid' },
  backAll: { partPaid: 'invoiced', paid: 'invoiced' },
};

export const PAYMENT = {
  allocate: { open: 'open' },
  spend: { open: 'used' },
  giveBack: { open: 'open', used: 'open' },
  reverse: { open: 'reversed' },
};

export const PACKAGE = {
  load: { packed: 'loaded' },
  unload: { loaded: 'packed' },
  check: { loaded: 'received' },
  take: { packed: 'void' },
};

const TABLES = { delivery: DELIVERY, callOff: CALL_OFF, statement: STATEMENT, payment: PAYMENT, package: PACKAGE };

export const allows = (kind, row, step) => TABLES[kind][step][row.state] !== undefined;

// The state that a step leads to.
export function next(ctx, kind, row, step) {
  const to = TABLES[kind][step][row.state];
  if (to === undefined) throw ctx.refuse(kind + '.state', { number: row.number ?? row.sscc, state: ctx.t('state.' + row.state) });
  return to;
}
