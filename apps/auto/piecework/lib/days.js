// Days, months and what kind of day it is.

const WEEKDAY = '1970-01-04'; // a Sunday

export const monthOf = (day) => day.slice(0, 7);

// China has one time, without summer time; a shift belongs to the day it began.
export function dayOf(at) {
  return new Date(Date.parse(at) + 8 * 3600000).toISOString().slice(0, 10);
}

// What the calendar says; without a line Saturday and Sunday are rest days.
export async function kindOfDay(ctx, day) {
  const line = await ctx.records.calendarDay.first({ where: { day } });
  if (line) return line.kind;
  const weekday = ctx.date.daysBetween(WEEKDAY, day) % 7;
  return weekday === 0 || weekday === 6 ? 'restday' : 'workday';
}

// The price of an hour beyond the plan, in percent of the piece price. Less than the law's 150, 200, 300 cannot be set.
export function factorOf(ctx, kind) {
  if (kind === 'plain') return 100;
  const least = { workday: 150, restday: 200, holiday: 300 }[kind];
  const set = ctx.settings[kind + 'Percent'];
  return Number.isInteger(set) && set > least ? set : least;
}
