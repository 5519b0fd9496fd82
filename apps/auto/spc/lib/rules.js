// Rules are data: a firm writes its own, and switches on for each characteristic those that it wants to hear.

const MOST = 12;

export const codesOf = (characteristic) => (characteristic.rules ?? '').split(',').filter((code) => code !== '');

// The rules that are on, ready for ctx.stats.rules, with the words that a chart shows.
export async function rulesFor(ctx, characteristic) {
  const codes = codesOf(characteristic);
  if (codes.length === 0) return [];
  const found = await ctx.records.rule.find({ where: { code: { in: codes } }, orderBy: ['code'], limit: MOST });
  return found.map(({ code, name, kind, of, least, sigmas }) => ({ id: code + ' ' + name, kind, of, least: least ?? of, sigmas: sigmas ?? 0 }));
}

// Which rules each point completes. Of the spread only single points are judged: ranges are not normal, and their zones mean nothing.
export function broken(ctx, rules, points) {
  return ctx.stats.rules(points.map(({ value, centre, sigma }) => ({ value, centre, sigma })), rules);
}

export const single = (rules) => rules.filter((rule) => rule.of === 1);

// Zones of one and two sigmas suppose a normal distribution: not for shares of nonconforming pieces.
const isZone = (rule) => rule.kind === 'within' || rule.kind === 'outside' || (rule.kind === 'beyond' && Number(rule.sigmas) > 0 && Number(rule.sigmas) < 3);

export async function offered(ctx, id) {
  const characteristic = await ctx.records.characteristic.get(id);
  if (!characteristic) throw ctx.refuse('characteristic.unknown', { code: id });
  const on = codesOf(characteristic);
  const all = await ctx.records.rule.find({ orderBy: ['code'], limit: 100 });
  return { rows: all.map((rule) => ({ ...rule, characteristic: characteristic.id, on: on.includes(rule.code), fits: characteristic.chart !== 'p' || !isZone(rule) })) };
}

export async function turn(ctx, input) {
  const characteristic = await ctx.records.characteristic.get(input.characteristic);
  if (!characteristic) throw ctx.refuse('characteristic.unknown', { code: input.characteristic });
  const rule = await ctx.records.rule.first({ where: { code: input.rule } });
  if (!rule) throw ctx.refuse('rule.unknown', { code: input.rule });
  if (input.on && (rule.least ?? rule.of) > rule.of) throw ctx.refuse('rule.wrong', { code: rule.code });
  if (input.on && characteristic.chart === 'p' && isZone(rule)) throw ctx.refuse('rule.attribute', { code: rule.code });
  const codes = codesOf(characteristic).filter((code) => code !== rule.code);
  if (input.on) codes.push(rule.code);
  if (codes.length > MOST) throw ctx.refuse('rule.many', { most: MOST });
  codes.sort();
  ctx.records.characteristic.update(characteristic.id, { rules: codes.join(',') }, { version: characteristic.version });
  ctx.records.change.insert({ code: characteristic.code, what: ctx.t(input.on ? 'change.ruleOn' : 'change.ruleOff', { rule: rule.code }), by: ctx.user.id, at: ctx.now() });
  return { rules: codes.join(',') };
}
