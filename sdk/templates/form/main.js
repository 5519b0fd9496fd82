/** Closes a defect with its cause; a closed one stays closed.
 * @param {{ input: { id: string, cause: string } }} call @param {import('./types/app').Context} ctx */
export async function close({ input }, ctx) {
  const defect = await ctx.records.defect.get(input.id);
  if (!defect) return ctx.refuse('defect.unknown', { id: input.id });
  if (defect.state === 'closed') return ctx.refuse('defect.closed', { part: defect.part });
  ctx.records.defect.update(defect.id, { state: 'closed', cause: input.cause }, { version: defect.version });
  return { id: defect.id, state: 'closed' };
}
