// What work is worth. Money is whole micro-yuan; a report keeps it exact, and a month is rounded once, to the fen.

export const FEN = 10000;
const HOUR = 3600000;

// Piece wage and what overtime adds to it. Overtime multiplies the piece price (in percent: 150, 200, 300).
export function pieceWage(good, rate, factor) {
  const piece = good * rate;
  return { piece, premium: signed(piece * (factor - 100), 100) };
}

// Pay of hours that are not paid by the piece.
export function hourlyPay(minutes, hourly) {
  return signed(minutes * hourly, 60);
}

export function toFen(micro) {
  return signed(micro, FEN) * FEN;
}

// What the law's floor comes to for so much normal time: the monthly minimum over its hours, up to the next whole fen. The floor is never
// rounded down, and overtime pay does not count towards it.
export function floorPay(minimum, ms) {
  const whole = Math.ceil(minimum.monthly / FEN) * ms;
  return Math.ceil(whole / (minimum.hours * HOUR) - 1e-9) * FEN;
}

// One worker's month, every part rounded to the fen and the total their sum.
export function month(account, minimum) {
  const [piece, premium, hourly] = [toFen(account.piece), toFen(account.premium), toFen(account.hourly)];
  const normalTime = account.plainTime + account.hourlyTime;
  const floor = minimum ? floorPay(minimum, normalTime) : 0;
  const makeup = Math.max(0, floor - piece - hourly);
  return {
    worker: account.worker, workerCode: account.workerCode, workerName: account.workerName, month: account.month, piece, premium, hourly,
    normalTime, overtimeTime: account.overtimeTime, floor, makeup, total: piece + premium + hourly + makeup,
  };
}

// The nearest whole number, halves away from zero: a correction takes back exactly what it corrects.
function signed(a, b) {
  const size = Math.floor((2 * Math.abs(a) + b) / (2 * b));
  return a < 0 ? -size : size;
}
