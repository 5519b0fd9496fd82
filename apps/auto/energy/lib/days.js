// A day is 96 quarters of an hour. A period belongs to the day in which it began: the one that ends at midnight is the last of the day before.

export const SLOTS = 96;
const QUARTER = 15 * 60000;

// The day and the place in it of the period that ends at a moment; null when no quarter ends there.
export function placeOf(ctx, to) {
  const began = new Date(Date.parse(to) - QUARTER).toISOString();
  const slot = slotAt(ctx.date.timeOf(began));
  return slot === null || Date.parse(to) % QUARTER !== 0 ? null : { day: ctx.date.dayOf(began), slot };
}

// "08:15" is quarter 33, which begins then; "24:00" is 96, the end of the day.
export function slotAt(time) {
  const [hours, minutes] = time.split(':').map(Number);
  const slot = hours * 4 + minutes / 15;
  return Number.isInteger(slot) && slot >= 0 && slot <= SLOTS ? slot : null;
}

export const timeAt = (slot) => String(Math.floor(slot / 4)).padStart(2, '0') + ':' + String((slot % 4) * 15).padStart(2, '0');

// The figures of a day from its quarters in millionths of a kWh; null is a quarter without a reading.
export function figures(values) {
  let [sum, most, at, slots] = [0, -1, 0, 0];
  for (let i = 0; i < SLOTS; i++) {
    const value = values[i];
    if (value === null) continue;
    sum += value;
    slots++;
    if (value > most) [most, at] = [value, i];
  }
  return { sum, slots, most: Math.max(most, 0), at: slots === 0 ? '' : timeAt(at + 1) };
}
