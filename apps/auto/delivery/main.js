import * as orders from './lib/orders.js';
import * as data from './lib/data.js';
import * as notes from './lib/notes.js';
import { scan, unload } from './lib/scan.js';
import * as receipts from './lib/receipts.js';
import * as bills from './lib/bills.js';
import * as statements from './lib/statements.js';
import * as payments from './lib/payments.js';
import * as owed from './lib/owed.js';

// The yard: a box or a note is scanned at a station, and one answer fills the screen.
export async function onScan({ input }, ctx) {
  return await scan(ctx, input.code, input.station);
}

export async function unloadBox({ input }, ctx) {
  return await unload(ctx, input.package);
}

export async function newCallOff({ input }, ctx) {
  return await orders.callOff(ctx, input);
}

export async function closeCallOff({ input }, ctx) {
  return await orders.closeCallOff(ctx, input);
}

export async function saveCustomer({ input }, ctx) {
  return await data.saveCustomer(ctx, input);
}

export async function savePart({ input }, ctx) {
  return await data.savePart(ctx, input);
}

export async function saveFirm({ input }, ctx) {
  return await data.saveFirm(ctx, input);
}

export async function setPrice({ input }, ctx) {
  return await orders.setPrice(ctx, input);
}

export async function setCustomerPart({ input }, ctx) {
  return await orders.setCustomerPart(ctx, input);
}

export async function planDelivery({ input }, ctx) {
  return await notes.plan(ctx, input);
}

export async function dropLine({ input }, ctx) {
  return await notes.drop(ctx, input.line);
}

export async function pack({ input }, ctx) {
  return await notes.pack(ctx, input);
}

export async function unpack({ input }, ctx) {
  return await notes.unpack(ctx, input.line);
}

export async function palletize({ input }, ctx) {
  return await notes.palletize(ctx, input);
}

export async function ship({ input }, ctx) {
  return await notes.ship(ctx, input);
}

export async function cancelDelivery({ input }, ctx) {
  return await notes.cancel(ctx, input);
}

// The customer has signed the note: what came is billed, and what did not come is open again.
export async function sign({ input }, ctx) {
  return await receipts.sign(ctx, input);
}

export async function difference({ input }, ctx) {
  return await receipts.differ(ctx, input);
}

// A line of a statement is never changed: what is right is one more line.
export async function correct({ input }, ctx) {
  return await bills.correct(ctx, input);
}

export async function sendStatement({ input }, ctx) {
  return await statements.send(ctx, input.statement);
}

export async function dispute({ input }, ctx) {
  return await statements.dispute(ctx, input);
}

export async function agree({ input }, ctx) {
  return await statements.agree(ctx, input);
}

export async function invoice({ input }, ctx) {
  return await statements.invoice(ctx, input);
}

export async function remind({ input }, ctx) {
  return await statements.remind(ctx, input);
}

export async function receivePayment({ input }, ctx) {
  return await payments.receive(ctx, input);
}

export async function allocate({ input }, ctx) {
  return await payments.allocate(ctx, input);
}

export async function takeBack({ input }, ctx) {
  return await payments.takeBack(ctx, input);
}

export async function reversePayment({ input }, ctx) {
  return await payments.reverse(ctx, input);
}

export async function ageing(_, ctx) {
  return await owed.ageing(ctx);
}

export async function overview(_, ctx) {
  return await owed.overview(ctx);
}

export async function shareMonth({ input }, ctx) {
  return await owed.shareMonth(ctx, input.month);
}

export async function performance(_, ctx) {
  return await owed.performance(ctx);
}

export async function reminders(_, ctx) {
  return await owed.reminders(ctx);
}
