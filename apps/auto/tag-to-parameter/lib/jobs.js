// What happens to a download after the scan: set-points down, read-back up, locked or blocked.

import { OVERRIDABLE } from './check.js';
import { decide } from './decide.js';
import { mismatch } from './readback.js';
import { LIVE, blocked, moved } from './states.js';

// A machine that has not answered by then is not believed any more.
export const DEADLINE_MS = 5000;

// The same decision made again on today's rules; null when they have moved since the scan.
export async function again(ctx, job) {
  const tag = job.tag && await ctx.records.tag.get(job.tag);
  const machine = await ctx.records.machine.get(job.machine);
  if (!tag || !machine) return null;
  const fresh = await decide(ctx, tag, machine);
  return fresh.ruleSet === job.ruleSet ? { fresh, machine } : null;
}

export function overridable(job) {
  return job.state === 'BLOCKED' && OVERRIDABLE.includes(job.reason);
}

// Sends the set-points. A machine holds one set at a time, so whatever it held before is no longer what it runs on.
export async function send(ctx, job, machine, setpoints, more) {
  const now = ctx.now();
  const earlier = await ctx.records.download.find({ where: { machine: machine.id, state: { in: LIVE } }, limit: 100 });
  for (const other of earlier) {
    if (other.id === job.id) continue;
    const sentence = ctx.t('reason.job.superseded', { machine: machine.code });
    ctx.records.download.update(other.id, blocked(other, 'job.superseded', sentence, now), { version: other.version });
  }
  ctx.records.download.update(job.id, moved(job, ['CONFIRMED', 'SENT'], now, {
    sentAt: now, deadline: new Date(Date.parse(now) + DEADLINE_MS).toISOString(), confirmedBy: ctx.user.id, reason: null, sentence: null, ...more,
  }), { version: job.version });
  ctx.device.send(machine.code, 'setpoints', {
    job: job.id, setpoints: setpoints.map((s) => ({ name: s.name, value: s.value, unit: s.unit })),
  });
  ctx.job.start('checkReadback', { job: job.id }, { delayMs: DEADLINE_MS });
  ctx.emit('RecipeSent', { job: job.id, machine: machine.code, recipe: job.recipe, overridden: more.overridden === true });
  return { job: job.id, state: 'SENT' };
}

export function block(ctx, job, reason, facts, more) {
  const sentence = ctx.t('reason.' + reason, facts);
  ctx.records.download.update(job.id, blocked(job, reason, sentence, ctx.now(), more), { version: job.version });
  ctx.emit('StartBlocked', { job: job.id, machine: job.machineCode, reason });
  return { job: job.id, state: 'BLOCKED', reason, sentence };
}

// The machine's answer. It counts once, for the job it names, from the machine that job was sent to, and in time.
export function receive(ctx, job, device, readback) {
  if (job.machineCode.toLowerCase() !== device.toLowerCase()) return { ignored: 'readback.otherMachine' };
  const facts = { machine: job.machineCode };
  if (job.state === 'BLOCKED' && job.reason === 'readback.missing')
    return block(ctx, job, 'readback.late', facts, { readback, readbackAt: ctx.now() });
  if (job.state !== 'SENT') return { ignored: 'readback.unexpected' };
  if (ctx.now() > job.deadline) return block(ctx, job, 'readback.late', facts, { readback, readbackAt: ctx.now() });
  const wrong = mismatch(job.setpoints, readback, ctx.decimal);
  if (wrong) {
    ctx.emit('ReadbackMismatch', { job: job.id, machine: job.machineCode, parameter: wrong.parameter });
    return block(ctx, job, 'readback.mismatch', { ...facts, ...wrong }, { readback, readbackAt: ctx.now() });
  }
  const now = ctx.now();
  ctx.records.download.update(job.id, moved(job, ['READBACK_OK', 'LOCKED'], now, {
    readback, readbackAt: now, lockedAt: now, changeover: Date.parse(now) - Date.parse(job.createdAt),
  }), { version: job.version });
  return { job: job.id, state: 'LOCKED' };
}
