// A recipe's parameters against what one machine can do.

import { plain } from './numbers.js';

// What a second person may release: the machine can be told and can answer, only a limit stands against it.
// Everything else leaves nothing to verify a read-back with, and stays blocked.
export const OVERRIDABLE = ['limits.outside', 'envelope.outside', 'envelope.coarse'];

// The set-points to send, and the problems found, the ones nobody may release first.
export function check(parameters, envelopes, decimal) {
  const problems = [];
  const setpoints = [];
  for (const p of parameters) {
    const found = envelopes.filter((e) => e.parameter === p.name);
    const facts = { parameter: p.name, value: plain(p.target), unit: p.unit };
    if (found.length === 0) problems.push({ reason: 'envelope.missing', facts });
    else if (found.length > 1) problems.push({ reason: 'envelope.ambiguous', facts });
    else if (found[0].unit !== p.unit) problems.push({ reason: 'envelope.unit', facts: { ...facts, machineUnit: found[0].unit } });
    else if (decimal.cmp(found[0].resolution, '0') <= 0) problems.push({ reason: 'envelope.resolution', facts });
    else {
      problems.push(...limits(p, found[0], facts, decimal));
      setpoints.push({
        name: p.name, value: plain(p.target), unit: p.unit, lsl: plain(p.lsl), usl: plain(p.usl),
        min: plain(found[0].min), max: plain(found[0].max), resolution: plain(found[0].resolution),
      });
    }
  }
  const hard = problems.filter((x) => !OVERRIDABLE.includes(x.reason));
  return { setpoints, problems: [...hard, ...problems.filter((x) => OVERRIDABLE.includes(x.reason))] };
}

function limits(p, e, facts, decimal) {
  const found = [];
  if (decimal.cmp(p.target, p.lsl) < 0 || decimal.cmp(p.target, p.usl) > 0)
    found.push({ reason: 'limits.outside', facts: { ...facts, low: plain(p.lsl), high: plain(p.usl) } });
  if (decimal.cmp(p.target, e.min) < 0 || decimal.cmp(p.target, e.max) > 0)
    found.push({ reason: 'envelope.outside', facts: { ...facts, low: plain(e.min), high: plain(e.max) } });
  // A machine that can only be told the value to a step wider than the tolerance cannot hold the tolerance.
  if (decimal.cmp(e.resolution, decimal.sub(p.usl, p.lsl)) > 0)
    found.push({ reason: 'envelope.coarse', facts: { ...facts, resolution: plain(e.resolution) } });
  return found;
}
