// A set-point counts only when the machine itself says that it holds it.

/** @param {{ input: { machine: string, temperature: string } }} call @param {import('./types/app').Context} ctx */
export function send({ input }, ctx) {
  const job = ctx.records.setting.insert({ machine: input.machine, temperature: input.temperature, state: 'SENT' });
  ctx.device.send(input.machine, 'setpoints', { job, setpoints: [{ name: 'temperature', value: input.temperature }] });
  ctx.job.start('checkReadback', { job }, { delayMs: 5000 });
  return { job, state: 'SENT' };
}

/** @param {{ input: any }} call @param {import('./types/app').Context} ctx */
export async function onReadback({ input }, ctx) {
  const setting = await waiting(ctx, input.value?.job);
  if (!setting) return { ignored: true };
  const held = input.value.readback.find(v => v.name === 'temperature')?.value ?? null;
  const state = held !== null && ctx.decimal.cmp(held, setting.temperature) === 0 ? 'HELD' : 'MISMATCH';
  ctx.records.setting.update(setting.id, { readback: held, state });
  return { job: setting.id, state };
}

/** @param {{ input: { job: string } }} call @param {import('./types/app').Context} ctx */
export async function checkReadback({ input }, ctx) {
  const setting = await waiting(ctx, input.job);
  if (!setting) return { ignored: true };
  ctx.records.setting.update(setting.id, { state: 'SILENT' });
  return { job: setting.id, state: 'SILENT' };
}

async function waiting(ctx, id) {
  const setting = typeof id === 'string' ? await ctx.records.setting.get(id) : null;
  return setting?.state === 'SENT' ? setting : null;
}
