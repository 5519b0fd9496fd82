// The rule that the whole app stands on: no start before |read-back - set-point| <= resolution for every parameter.

import { readable } from './numbers.js';

export function within(setpoint, value, decimal) {
  return decimal.cmp(decimal.abs(decimal.sub(value, setpoint.value)), setpoint.resolution) <= 0;
}

// Null when every set-point was answered, readable and close enough; otherwise the first that was not.
// A parameter answered twice must be right both times. What the machine reports beyond the set-points is not judged.
export function mismatch(setpoints, readback, decimal) {
  const answers = Array.isArray(readback) ? readback.filter((r) => r !== null && typeof r === 'object') : [];
  if (setpoints.length === 0) return { parameter: '', expected: '', value: '—' };
  for (const s of setpoints) {
    const mine = answers.filter((r) => r.name === s.name).map((r) => readable(r.value));
    const wrong = mine.find((v) => v === null || !within(s, v, decimal));
    if (mine.length === 0 || wrong !== undefined)
      return { parameter: s.name, expected: s.value, value: wrong ?? '—', unit: s.unit, resolution: s.resolution };
  }
  return null;
}
