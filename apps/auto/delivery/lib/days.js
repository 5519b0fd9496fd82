// Days, and the month that a day's goods are settled in.

export const monthAfter = (ctx, month) => ctx.date.addDays(month + '-28', 4).slice(0, 7);

const lastDay = (ctx, month) => ctx.date.addDays(monthAfter(ctx, month) + '-01', -1);

// A customer that closes its books on the 25th settles the 26th with the next month; 31 is the end of every month.
export function periodOf(ctx, day, closingDay) {
  const month = day.slice(0, 7);
  return Number(day.slice(8)) > closingDay ? monthAfter(ctx, month) : month;
}

// The last day of a period.
export function closesOn(ctx, period, closingDay) {
  const [last, wished] = [lastDay(ctx, period), period + '-' + String(closingDay).padStart(2, '0')];
  return wished < last ? wished : last;
}
