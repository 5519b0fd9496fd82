// One call is one fresh engine: nothing stays in JavaScript. What should stay goes into records.

/** @param {{ input: { name: string } }} call @param {import('./types/app').Context} ctx */
export function hello({ input }, ctx) {
  const name = input.name.trim();
  if (name === '') return ctx.refuse('name.empty', {});
  return { greeting: ctx.t('greeting', { name }) };
}
