const ALARMS = [80, 95, 100];

// Shots only rise. Passing 80 and 95 per cent warns; at 100 the tool is done until it is reground.
export async function count({ input }, ctx) {
  const tool = await ctx.records.tool.first({ where: { code: input.code } });
  if (!tool) return ctx.refuse('tool.unknown', { code: input.code });
  if (tool.shots >= tool.limit) return ctx.refuse('tool.exhausted', { code: tool.code, limit: tool.limit });
  const total = tool.shots + input.shots;
  ctx.records.tool.update(tool.id, { shots: total }, { version: tool.version });
  ctx.records.stroke.insert({ tool: tool.id, shots: input.shots, total, kind: 'count', who: ctx.user.id });
  const passed = ALARMS.filter((p) => tool.shots * 100 < tool.limit * p && total * 100 >= tool.limit * p).pop();
  if (passed === 100) ctx.emit('ToolExhausted', { code: tool.code });
  else if (passed) ctx.emit('ToolLifeWarning', { code: tool.code, percent: passed });
  return { code: tool.code, shots: total, left: Math.max(0, tool.limit - total), percent: Math.floor((total * 100) / tool.limit) };
}

// A regrind starts the count again and gives a tenth less life each time.
export async function regrind({ input }, ctx) {
  const tool = await ctx.records.tool.first({ where: { code: input.code } });
  if (!tool) return ctx.refuse('tool.unknown', { code: input.code });
  const limit = Math.floor((tool.limit * 9) / 10);
  if (limit < 1) return ctx.refuse('tool.worn', { code: tool.code });
  ctx.records.tool.update(tool.id, { shots: 0, limit, regrinds: (tool.regrinds ?? 0) + 1 }, { version: tool.version });
  ctx.records.stroke.insert({ tool: tool.id, shots: 0, total: 0, kind: 'regrind', who: ctx.user.id });
  return { code: tool.code, limit };
}

export async function mayMount({ input }, ctx) {
  const tool = await ctx.records.tool.first({ where: { code: input.code } });
  if (!tool) return ctx.refuse('tool.unknown', { code: input.code });
  return { code: tool.code, mayMount: tool.shots < tool.limit };
}
