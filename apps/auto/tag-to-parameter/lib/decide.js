// One tag at one machine: green with set-points, or red with a reason. Reads records and nothing else, so that the same tag
// scanned twice under the same rules has the same answer; `ruleSet` names those rules.

import { check } from './check.js';
import { fingerprint } from './fingerprint.js';
import { choose, fits } from './match.js';
import { plain } from './numbers.js';

export async function decide(ctx, tag, machine) {
  const variant = await ctx.records.variant.get(tag.variant);
  if (!variant) return red(ctx, machine, null, [], { reason: 'tag.variant', facts: { code: tag.code } });
  const facts = { variant: variant.name, machine: machine.code };

  const rules = (await ctx.records.matchRule.find({ where: { machineClass: machine.machineClass }, limit: 1000 }))
    .filter((r) => fits(r, variant));
  if (rules.length === 0) return red(ctx, machine, null, [], { reason: 'match.none', facts });

  const codes = [...new Set(rules.map((r) => r.recipeCode))];
  const versions = await ctx.records.recipe.find({ where: { code: { in: codes } }, limit: 1000 });
  const chosen = choose(rules, versions, machine.machineClass, ctx.date.today());
  if (!chosen.recipe) return red(ctx, machine, null, [], { reason: chosen.reason, facts: { ...facts, ...chosen.facts } });

  const recipe = chosen.recipe;
  const parameters = await parametersOf(ctx, recipe.id);
  const named = { ...facts, recipe: recipe.code, number: recipe.number };
  if (parameters.length === 0) return red(ctx, machine, recipe, [], { reason: 'recipe.empty', facts: named });
  // Parameters are records that people can edit; what was approved is what the fingerprint says.
  if (fingerprint(ctx, parameters) !== recipe.fingerprint)
    return red(ctx, machine, recipe, [], { reason: 'recipe.changed', facts: named });

  const envelopes = await ctx.records.envelope.find({ where: { machine: machine.id }, limit: 1000 });
  const { setpoints, problems } = check(parameters, envelopes, ctx.decimal);
  if (problems.length > 0) {
    const first = problems[0];
    return red(ctx, machine, recipe, setpoints, { reason: first.reason, facts: { ...facts, ...first.facts, count: problems.length } });
  }
  return {
    answer: 'green', state: 'VALIDATED', reason: null, facts: {}, recipe, setpoints,
    parameters: setpoints.map((s) => ({ name: s.name, value: s.value, unit: s.unit })),
    ruleSet: ruleSet(ctx, machine, recipe, setpoints, ''),
  };
}

export async function parametersOf(ctx, recipe) {
  return await ctx.records.recipeParameter.find({ where: { recipe }, orderBy: ['seq'], limit: 1000 });
}

function red(ctx, machine, recipe, setpoints, { reason, facts }) {
  return {
    answer: 'red', state: 'BLOCKED', reason, facts, recipe, setpoints,
    // No values on a red screen: a person could type them in by hand.
    parameters: [],
    ruleSet: ruleSet(ctx, machine, recipe, setpoints, reason),
  };
}

function ruleSet(ctx, machine, recipe, setpoints, reason) {
  const rows = setpoints.map((s) => [s.name, s.value, s.unit, s.lsl, s.usl, s.min, s.max, s.resolution].join('|'));
  const text = [machine.id, recipe ? recipe.id + '@' + plain(String(recipe.number)) : '', reason, ...rows].join('\n');
  return ctx.hash.sha256(text).slice(0, 16);
}
