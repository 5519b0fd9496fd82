//# a question over the fifty | hostCalls
for (let i = 0; i < 51; i++) await ctx.records.tag.get('a');
//# fifty-one questions at once | hostCalls
await Promise.all(Array.from({ length: 51 }, () => ctx.records.tag.get('a')));
//# questions that nobody waits for | hostCalls
for (;;) ctx.records.tag.get('a');
//# the limit of questions cannot be caught | hostCalls
for (;;) { try { await ctx.records.tag.get('a'); } catch {} }
//# questions behind an answer that is given already | completed
for (let i = 0; i < 20; i++) ctx.records.tag.get('a'); return 1;
//# a cyclic query | threw
const q = { where: {} }; q.where.self = q; await ctx.records.tag.find(q);
//# a query as deep as five thousand | result, threw
let w = {}; for (let i = 0; i < 5000; i++) w = { not: w }; await ctx.records.tag.find({ where: w });
//# a query as wide as two hundred thousand | result, memory, cpu
await ctx.records.tag.find({ where: { code: { in: Array(200_000).fill(1) } } });
//# a query of two megabytes | result
await ctx.records.tag.find({ where: { code: 'x'.repeat(2e6) } });
//# a query whose getter throws | threw
await ctx.records.tag.find({ get where() { throw new Error('mine'); } });
//# a query whose getter asks again | depth, threw, cpu, result, hostCalls
const q = { get where() { ctx.records.tag.find(q); return {}; } }; await ctx.records.tag.find(q);
//# a query whose getter never ends | cpu
await ctx.records.tag.find({ get where() { for (;;); } });
//# a query that is a function | threw
await ctx.records.tag.find(() => 1);
//# a query that is an array | threw
await ctx.records.tag.find([1]);
//# a query of symbols only | completed
await ctx.records.tag.find({ [Symbol('where')]: 1 }); return 1;
//# an id that is an object | threw
await ctx.records.tag.get({ toString: () => 'a' });
//# an id of four million characters | threw
await ctx.records.tag.get('x'.repeat(4e6));
//# an id of lone surrogates and zeros | completed
await ctx.records.tag.get('\ud800\u0000\udfff'); return 1;
//# an answer that is missing is thrown and caught in a loop | hostCalls
for (;;) { try { await ctx.records.tag.get('none'); } catch {} }
//# the promise of a read resolved by hand | completed
const p = ctx.records.tag.get('a'); return typeof p.resolve === 'undefined' && typeof p.constructor.resolve === 'function' ? 1 : 2;
//# a read used as a thenable in itself | completed
const p = ctx.records.tag.get('a'); const q = p.then(() => p); return (await q) !== undefined;
//# a then that replaces every then | completed, threw
const then = Promise.prototype.then; Promise.prototype.then = () => new Promise(() => {}); const p = ctx.records.tag.get('a'); Promise.prototype.then = then; return (await p) !== undefined;
//# a then that throws when the host settles | threw, completed
Promise.prototype.then = () => { throw new Error('mine'); }; return ctx.records.tag.get('a');
//# answers held back until the end | completed, threw
const all = []; for (let i = 0; i < 50; i++) all.push(ctx.records.tag.get('a')); return (await all[49]) !== undefined;
//# a call after it was refused | refused
const no = ctx.refuse('my.no', {}); ctx.records.tag.insert({}); await ctx.records.tag.get('a'); return no;
//# a refusal that is swallowed | completed
try { await ctx.records.tag.get('none'); } catch {} return 1;
//# a refusal of the host passed on by hand | refused
try { await ctx.records.tag.get('none'); } catch (e) { return e; }
//# a refusal of the host wrapped in another error | threw
try { await ctx.records.tag.get('none'); } catch (e) { throw new Error('wrapped', { cause: e }); }
