// From a part variant and a machine class to one recipe version. Pure: the same rows give the same choice.

// A rule's predicate: every field that it names must be equal; a rule that names none fits every variant.
export function fits(rule, variant) {
  return (!rule.variant || rule.variant === variant.id)
    && (!rule.family || rule.family === variant.family)
    && (!rule.material || rule.material === variant.material);
}

// The highest-priority approved version that is in effect, or a reason.
export function choose(rules, versions, machineClass, today) {
  const usable = versions.filter((v) => v.machineClass === machineClass);
  const ranked = usable
    .filter((v) => v.status === 'approved' && v.effective <= today)
    .map((v) => ({ version: v, rank: [rulePriority(rules, v.code), v.priority] }))
    .sort((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1] || newer(a.version, b.version));
  if (ranked.length === 0) return { reason: whyNone(usable, today) };
  const [best, next] = ranked.filter((r, i) => i === 0 || r.version.code !== ranked[0].version.code);
  // Two recipes of equal right: a person must say which; guessing is what this app exists to stop.
  if (next && next.rank[0] === best.rank[0] && next.rank[1] === best.rank[1])
    return { reason: 'recipe.ambiguous', facts: { first: best.version.code, second: next.version.code } };
  return { recipe: best.version };
}

function rulePriority(rules, code) {
  return Math.max(...rules.filter((r) => r.recipeCode === code).map((r) => r.priority));
}

function newer(a, b) {
  if (a.effective !== b.effective) return a.effective < b.effective ? 1 : -1;
  return b.number - a.number;
}

function whyNone(versions, today) {
  if (versions.some((v) => v.status === 'approved' && v.effective > today)) return 'recipe.notEffective';
  if (versions.some((v) => v.status === 'draft')) return 'recipe.draft';
  if (versions.some((v) => v.status === 'retired')) return 'recipe.retired';
  return 'recipe.none';
}
