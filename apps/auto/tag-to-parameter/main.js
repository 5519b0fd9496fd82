import { decide } from './lib/decide.js';
import { again, block, overridable, receive, send } from './lib/jobs.js';
import { approve, difference, draft, edit, retire } from './lib/recipes.js';
import { startable } from './lib/states.js';
import { canonical } from './lib/tags.js';
import { shareMonth as share } from './lib/sharing.js';
import { OVERRIDABLE } from './lib/check.js';

export { startable };

// A worker scans a tag at a machine: green with the parameters, or red with the reason.
export async function onScan({ input }, ctx) {
  const scanned = canonical(input.code);
  if (scanned.broken) return ctx.refuse('tag.checkDigit', { number: scanned.broken });
  const tag = await ctx.records.tag.first({ where: { code: scanned.code } });
  if (!tag) return ctx.refuse('tag.unknown', { code: scanned.code });
  const machine = await ctx.records.machine.first({ where: { code: input.machine.trim() } });
  if (!machine) return ctx.refuse('machine.unknown', { machine: input.machine });

  const { answer, state, reason, facts, recipe, setpoints, parameters, ruleSet } = await decide(ctx, tag, machine);
  const sentence = reason ? ctx.t('reason.' + reason, facts) : null;
  const at = ctx.now();
  const job = ctx.records.download.insert({
    code: tag.code, tag: tag.id, variant: tag.variant, machine: machine.id, machineCode: machine.code, recipe: recipe?.id ?? null,
    state, reason, sentence, setpoints, ruleSet, scannedBy: ctx.user.id,
    trail: ['SCANNED', 'RESOLVED', state].map((s) => ({ state: s, at })),
  });
  ctx.emit('TagResolved', { job, machine: machine.code, matched: answer === 'green' });
  if (reason) ctx.emit('StartBlocked', { job, machine: machine.code, reason });
  return { answer, state, job, parameters, reason, sentence, overridable: OVERRIDABLE.includes(reason), ruleSet };
}

// The worker has looked and says go: the set-points leave for the machine.
export async function confirm({ input }, ctx) {
  const job = await ctx.records.download.get(input.job);
  if (!job) return ctx.refuse('job.unknown', { job: input.job });
  if (job.state !== 'VALIDATED') return ctx.refuse('job.state', { state: job.state });
  const now = await again(ctx, job);
  if (!now) return ctx.refuse('job.stale', { code: job.code });
  return await send(ctx, job, now.machine, job.setpoints, {});
}

// A limit is released by two people. The set-points still go out, and the machine must still read back right.
export async function override({ input }, ctx) {
  const job = await ctx.records.download.get(input.job);
  if (!job) return ctx.refuse('job.unknown', { job: input.job });
  if (!overridable(job)) return ctx.refuse('override.notAllowed', { state: job.state, reason: job.reason ?? '' });
  if (!ctx.secondSigner || ctx.secondSigner === ctx.user.id) return ctx.refuse('override.signature', {});
  if (input.reason.trim().length < 2) return ctx.refuse('override.reason', {});
  const now = await again(ctx, job);
  if (!now) return ctx.refuse('job.stale', { code: job.code });
  ctx.records.override.insert({
    job: job.id, code: job.code, machineCode: job.machineCode, blockedBy: job.reason, sentence: job.sentence,
    reason: input.reason.trim(), who: ctx.user.id, secondSigner: ctx.secondSigner, at: ctx.now(),
  });
  return await send(ctx, job, now.machine, job.setpoints, { overridden: true });
}

// From the machine, through its device topic: what it now holds.
export async function onReadback({ input }, ctx) {
  const value = input.value;
  const id = value !== null && typeof value === 'object' && typeof value.job === 'string' ? value.job : '';
  const job = id === '' ? null : await ctx.records.download.get(id);
  if (!job) return { ignored: 'readback.noJob' };
  return receive(ctx, job, input.device, value.readback ?? null);
}

// Five seconds after the set-points left: a machine that is still silent blocks its job.
export async function checkReadback({ input }, ctx) {
  const job = await ctx.records.download.get(input.job);
  if (!job || job.state !== 'SENT') return { ignored: 'readback.answered' };
  return block(ctx, job, 'readback.missing', { machine: job.machineCode }, {});
}

// Whether a job's machine may be started, for the andon lamp and for other apps.
export async function mayStart({ input }, ctx) {
  const job = await ctx.records.download.get(input.job);
  if (!job) return ctx.refuse('job.unknown', { job: input.job });
  return { job: job.id, machine: job.machineCode, state: job.state, startable: startable(job) };
}

export async function newRecipeVersion({ input }, ctx) {
  return await draft(ctx, input);
}

export async function setParameter({ input }, ctx) {
  return await edit(ctx, input);
}

export async function approveRecipe({ input }, ctx) {
  return await approve(ctx, input);
}

export async function retireRecipe({ input }, ctx) {
  return await retire(ctx, input);
}

export async function recipeDifference({ input }, ctx) {
  return await difference(ctx, input);
}

// Once a month, by itself.
export async function shareMonth({ input }, ctx) {
  return await share(ctx, input.month);
}
