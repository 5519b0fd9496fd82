import * as orders from './lib/orders.js';
import * as data from './lib/data.js';
import * as notes from './lib/notes.js';
import * as yard from './lib/scan.js';
import * as receipts from './lib/receipts.js';
import * as bills from './lib/bills.js';
import * as statements from './lib/statements.js';
import * as payments from './lib/payments.js';
import * as owed from './lib/owed.js';
import * as shared from './lib/shared.js';
import * as freight from './lib/freight.js';
import * as funding from './lib/funding.js';
import * as people from './lib/people.js';

const on = (rule) => async ({ input }, ctx) => await rule(ctx, input);

// The yard: a box or a note is scanned at a station, and one answer fills the screen.
export const onScan = on(yard.scan);
export const unloadBox = on(yard.unload);

export const newCallOff = on(orders.callOff);
export const closeCallOff = on(orders.closeCallOff);
export const setPrice = on(orders.setPrice);
export const setCustomerPart = on(orders.setCustomerPart);
export const saveCustomer = on(data.saveCustomer);
export const savePart = on(data.savePart);
export const saveFirm = on(data.saveFirm);

export const planDelivery = on(notes.plan);
export const dropLine = on(notes.drop);
export const pack = on(notes.pack);
export const unpack = on(notes.unpack);
export const palletize = on(notes.palletize);
export const ship = on(notes.ship);
export const cancelDelivery = on(notes.cancel);

// The customer has signed the note: what came is billed, and what did not come is open again.
export const sign = on(receipts.sign);
export const difference = on(receipts.differ);

// A line of a statement is never changed: what is right is one more line.
export const correct = on(bills.correct);
export const sendStatement = on(statements.send);
export const dispute = on(statements.dispute);
export const agree = on(statements.agree);
export const invoice = on(statements.invoice);
export const remind = on(statements.remind);

export const receivePayment = on(payments.receive);
export const allocate = on(payments.allocate);
export const takeBack = on(payments.takeBack);
export const reversePayment = on(payments.reverse);

export const ageing = on(owed.ageing);
export const overview = on(owed.overview);
export const performance = on(owed.performance);
export const reminders = on(owed.reminders);
export const shareMonth = on(owed.shareMonth);

// What the firms of the brain share: a vehicle, money before its day, people.
const KINDS = { freight, funding, people };

export const askFreight = on(freight.ask);
export const askFunding = on(funding.ask);
export const askQuotes = on(funding.askQuotes);
export const askPeople = on(people.ask);
export const packing = on(people.packing);
export const nextStep = on(people.next);
export const askShift = on(people.shift);
export const withdrawRequest = on(shared.withdraw);
export const refresh = on(shared.refresh);
export const onShared = on(shared.heard);

export const choices = on(async (ctx, input) => {
  const request = await shared.requestOf(ctx, input.request, ['freight', 'funding', 'people', 'loan']);
  const thing = KINDS[request.kind] ? await shared.thingOf(ctx, request) : null;
  const rows = thing ? await KINDS[request.kind].choices(ctx, request, thing) : [];
  return rows.map((row) => ({ note: null, at: null, cost: null, saves: null, rate: null, proceeds: null, code: null, ...row, request: request.id, open: ['asked', 'offered'].includes(request.state) }));
});

export const take = on(async (ctx, input) => {
  const request = await shared.requestOf(ctx, input.request, ['freight', 'funding', 'people'], ['asked', 'offered']);
  return await KINDS[request.kind].take(ctx, request, input.via, input.choice);
});
