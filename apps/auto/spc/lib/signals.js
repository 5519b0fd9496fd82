// A signal is answered by the reaction plan: each step with who did it and when, then the cause, then it closes.

export async function raise(ctx, characteristic, subgroup, row, words) {
  const signal = ctx.records.signal.insert({
    key: characteristic.code + '/' + String(row.seq).padStart(6, '0'), characteristic: characteristic.id, code: characteristic.code, part: characteristic.part, name: characteristic.name,
    subgroup, seq: row.seq, at: row.at, lot: row.lot?.trim() || null, machine: row.machine?.trim() || null, rules: words.join('; '), plan: characteristic.plan ?? 'default', state: 'open', stepsDone: 0,
  });
  ctx.emit('RuleViolated', { characteristic: characteristic.code, seq: row.seq, rules: words });
  return signal;
}

const planOf = (ctx, plan) => ctx.records.planStep.find({ where: { plan }, orderBy: ['seq'], limit: 30 });

export async function steps(ctx, id) {
  const signal = await ctx.records.signal.get(id);
  if (!signal) throw ctx.refuse('signal.unknown', {});
  const plan = await planOf(ctx, signal.plan);
  const reactions = await ctx.records.reaction.find({ where: { signal: signal.id }, limit: 100 });
  return {
    rows: plan.map((step) => {
      const did = reactions.find((r) => r.seq === step.seq);
      return { signal: signal.id, closed: signal.state === 'closed', seq: step.seq, what: step.what, who: step.who, done: !!did, by: did?.by ?? null, at: did?.at ?? null, note: did?.note ?? null };
    }),
  };
}

// Steps are done in the order of the plan: pieces are held back before anyone looks for a cause.
export async function done(ctx, input) {
  const signal = await ctx.records.signal.get(input.signal);
  if (!signal) throw ctx.refuse('signal.unknown', {});
  if (signal.state === 'closed') throw ctx.refuse('signal.state', { state: ctx.t('state.closed') });
  const plan = await planOf(ctx, signal.plan);
  if (plan.length === 0) throw ctx.refuse('plan.none', { plan: signal.plan });
  const reactions = await ctx.records.reaction.find({ where: { signal: signal.id }, limit: 100 });
  const next = plan.find((step) => !reactions.some((r) => r.seq === step.seq));
  if (!next) throw ctx.refuse('plan.done', {});
  if (input.step !== undefined && input.step !== next.seq) throw ctx.refuse('plan.order', { seq: next.seq, what: next.what });
  ctx.records.reaction.insert({ key: signal.key + '/' + next.seq, signal: signal.id, code: signal.code, seq: next.seq, what: next.what, note: (input.note ?? '').trim() || null, by: ctx.user.id, at: ctx.now() });
  ctx.records.signal.update(signal.id, { state: 'contained', stepsDone: reactions.length + 1 }, { version: signal.version });
  return { signal: signal.id, step: next.seq, left: plan.length - reactions.length - 1 };
}

export async function close(ctx, input) {
  const signal = await ctx.records.signal.get(input.signal);
  if (!signal) throw ctx.refuse('signal.unknown', {});
  if (signal.state === 'closed') throw ctx.refuse('signal.state', { state: ctx.t('state.closed') });
  if (input.cause.trim() === '') throw ctx.refuse('signal.cause', {});
  const plan = await planOf(ctx, signal.plan);
  const reactions = await ctx.records.reaction.find({ where: { signal: signal.id }, limit: 100 });
  const missing = plan.find((step) => !reactions.some((r) => r.seq === step.seq));
  if (missing) throw ctx.refuse('plan.open', { seq: missing.seq, what: missing.what });
  ctx.records.signal.update(signal.id, { state: 'closed', cause: input.cause.trim(), closedBy: ctx.user.id, closedAt: ctx.now() }, { version: signal.version });
  return { signal: signal.id, state: 'closed' };
}
