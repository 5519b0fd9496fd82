// Times of a shift. Its calendar time is parted without gap or overlap: breaks, planned stops, unplanned stops, and what is left has run.

export const ms = (at) => Date.parse(at);

// How long two periods go together, in milliseconds.
export const overlap = (from, to, other, until) => Math.max(0, Math.min(ms(to), ms(until)) - Math.max(ms(from), ms(other)));

// What a stop takes from the shift: a machine that stands during the break costs nothing more.
export function lost(shift, from, to) {
  const pause = shift.pauseFrom ? overlap(from, to, shift.pauseFrom, shift.pauseTo) : 0;
  return overlap(from, to, shift.from, shift.to) - pause;
}

export const pauseOf = (shift) => (shift.pauseFrom ? overlap(shift.from, shift.to, shift.pauseFrom, shift.pauseTo) : 0);

// The parts of a shift in their order, each beginning where the one before ended; `stops` do not overlap.
export function partsOf(shift, stops, until) {
  const taken = stops.map((s) => ({ from: s.from, to: s.to ?? until, state: s.isPlanned ? 'planned' : 'unplanned', reason: s.reasonName }));
  const parts = [];
  const add = (from, to, state, reason) => {
    if (ms(from) < ms(to)) parts.push({ from, to, state, reason, duration: ms(to) - ms(from) });
  };
  // Inside the break everything is break.
  const cut = shift.pauseFrom
    ? taken.flatMap((t) => [{ ...t, to: least(t.to, shift.pauseFrom) }, { ...t, from: most(t.from, shift.pauseTo) }]).filter((t) => ms(t.from) < ms(t.to))
    : taken;
  if (shift.pauseFrom) cut.push({ from: shift.pauseFrom, to: least(shift.pauseTo, until), state: 'pause', reason: null });
  cut.sort((a, b) => ms(a.from) - ms(b.from));
  let at = shift.from;
  for (const part of cut) {
    const [from, to] = [most(part.from, at), least(part.to, until)];
    if (ms(from) >= ms(until)) break;
    add(at, from, 'running', null);
    add(from, to, part.state, part.reason);
    at = most(at, to);
  }
  add(at, until, 'running', null);
  return parts;
}

export const least = (a, b) => (ms(a) < ms(b) ? a : b);
export const most = (a, b) => (ms(a) > ms(b) ? a : b);
