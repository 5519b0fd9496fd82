// Recipe versions: drafted by one person, approved by another, retired; an approved one is never edited.

import { parametersOf } from './decide.js';
import { fingerprint } from './fingerprint.js';
import { plain } from './numbers.js';

// Where the limits of a set of parameters contradict themselves, or null.
export function contradiction(parameters, decimal) {
  const names = new Set();
  for (const p of parameters) {
    if (names.has(p.name)) return { code: 'recipe.duplicate', facts: { parameter: p.name } };
    names.add(p.name);
    if (decimal.cmp(p.lsl, p.target) > 0 || decimal.cmp(p.target, p.usl) > 0)
      return { code: 'recipe.limits', facts: { parameter: p.name, target: plain(p.target), lsl: plain(p.lsl), usl: plain(p.usl) } };
  }
  return null;
}

// A draft: the next number of its code, with the parameters given or those of the version it starts from.
export async function draft(ctx, input) {
  const from = input.recipe ? await ctx.records.recipe.get(input.recipe) : null;
  if (input.recipe && !from) return ctx.refuse('recipe.unknown', { recipe: input.recipe });
  const head = from ?? { code: input.code, name: input.name, machineClass: input.machineClass, priority: 100 };
  if (!head.code || !head.name || !head.machineClass) return ctx.refuse('recipe.head', {});
  const parameters = input.parameters ?? (from ? await parametersOf(ctx, from.id) : []);
  const wrong = contradiction(parameters, ctx.decimal);
  if (wrong) return ctx.refuse(wrong.code, wrong.facts);

  const last = await ctx.records.recipe.first({ where: { code: head.code }, orderBy: ['-number'] });
  const number = last ? last.number + 1 : 1;
  const recipe = ctx.records.recipe.insert({
    code: head.code, number, title: head.code + ' v' + number + ' ' + head.name, name: head.name,
    machineClass: head.machineClass, status: 'draft',
    priority: input.priority ?? head.priority, effective: input.effective ?? ctx.date.today(),
    author: ctx.user.id, authors: [ctx.user.id], note: input.note ?? '',
  });
  parameters.forEach((p, i) => ctx.records.recipeParameter.insert({
    recipe, seq: i + 1, name: p.name, target: p.target, lsl: p.lsl, usl: p.usl, unit: p.unit,
  }));
  return { recipe, code: head.code, number };
}

// Sets one parameter of a draft. Whoever touches a draft has written it, and so may not approve it.
export async function edit(ctx, input) {
  const recipe = await ctx.records.recipe.get(input.recipe);
  if (!recipe) return ctx.refuse('recipe.unknown', { recipe: input.recipe });
  if (recipe.status !== 'draft') return ctx.refuse('recipe.notDraft', { status: recipe.status });
  const { name, target, lsl, usl, unit } = input;
  const parameters = await parametersOf(ctx, recipe.id);
  const wrong = contradiction([{ name, target, lsl, usl }], ctx.decimal);
  if (wrong) return ctx.refuse(wrong.code, wrong.facts);
  const old = parameters.find((p) => p.name === name);
  if (old) ctx.records.recipeParameter.update(old.id, { target, lsl, usl, unit }, { version: old.version });
  else ctx.records.recipeParameter.insert({ recipe: recipe.id, seq: parameters.length + 1, name, target, lsl, usl, unit });
  const authors = recipe.authors ?? [recipe.author];
  if (!authors.includes(ctx.user.id)) ctx.records.recipe.update(recipe.id, { authors: [...authors, ctx.user.id] }, { version: recipe.version });
  return { recipe: recipe.id, name };
}

export async function approve(ctx, input) {
  const recipe = await ctx.records.recipe.get(input.recipe);
  if (!recipe) return ctx.refuse('recipe.unknown', { recipe: input.recipe });
  if (recipe.status !== 'draft') return ctx.refuse('recipe.notDraft', { status: recipe.status });
  if (recipe.author === ctx.user.id || (recipe.authors ?? []).includes(ctx.user.id))
    return ctx.refuse('recipe.ownApproval', { code: recipe.code, number: recipe.number });
  const parameters = await parametersOf(ctx, recipe.id);
  if (parameters.length === 0) return ctx.refuse('recipe.empty', { recipe: recipe.code, number: recipe.number });
  const wrong = contradiction(parameters, ctx.decimal);
  if (wrong) return ctx.refuse(wrong.code, wrong.facts);
  ctx.records.recipe.update(recipe.id, {
    status: 'approved', approvedBy: ctx.user.id, approvedAt: ctx.now(), fingerprint: fingerprint(ctx, parameters),
  }, { version: recipe.version });
  return { recipe: recipe.id, status: 'approved' };
}

export async function retire(ctx, input) {
  const recipe = await ctx.records.recipe.get(input.recipe);
  if (!recipe) return ctx.refuse('recipe.unknown', { recipe: input.recipe });
  if (recipe.status === 'retired') return ctx.refuse('recipe.alreadyRetired', { code: recipe.code, number: recipe.number });
  ctx.records.recipe.update(recipe.id, { status: 'retired', retiredBy: ctx.user.id, retiredAt: ctx.now() }, { version: recipe.version });
  return { recipe: recipe.id, status: 'retired' };
}

// Parameter by parameter: what was, what is, and by how much.
export async function difference(ctx, input) {
  const older = await ctx.records.recipe.get(input.from);
  const newer = await ctx.records.recipe.get(input.to);
  if (!older || !newer) return ctx.refuse('recipe.unknown', { recipe: older ? input.to : input.from });
  const before = await parametersOf(ctx, older.id);
  const after = await parametersOf(ctx, newer.id);
  const names = [...new Set([...before, ...after].map((p) => p.name))];
  return { rows: names.map((name) => row(name, before.find((p) => p.name === name), after.find((p) => p.name === name), ctx.decimal)) };
}

function row(name, a, b, decimal) {
  const change = !a ? 'added' : !b ? 'removed' : limitsOf(a) === limitsOf(b) ? 'same' : 'changed';
  return {
    parameter: name, unit: (b ?? a).unit, change,
    old: a ? plain(a.target) : null, new: b ? plain(b.target) : null,
    delta: a && b && a.unit === b.unit ? plain(decimal.sub(b.target, a.target)) : null,
    oldLimits: a ? plain(a.lsl) + ' ~ ' + plain(a.usl) : null,
    newLimits: b ? plain(b.lsl) + ' ~ ' + plain(b.usl) : null,
  };
}

function limitsOf(p) {
  return [plain(p.target), plain(p.lsl), plain(p.usl), p.unit].join('|');
}
