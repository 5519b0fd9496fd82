//# a log of a hundred thousand lines | completed, cpu
for (let i = 0; i < 100_000; i++) ctx.log('x'); return 1;
//# a log of long lines | completed, cpu, memory
const s = 'x'.repeat(4e6); for (let i = 0; i < 1000; i++) ctx.log(s); return 1;
//# a log of large objects | completed, cpu, memory
const a = Array(90_000).fill(1); for (let i = 0; i < 100; i++) ctx.log(a); return 1;
//# a log of a cycle | threw
const a = []; a.push(a); ctx.log(a);
//# a log of a shared tree | result, cpu, memory
let t = {}; for (let i = 0; i < 40; i++) t = { a: t, b: t }; ctx.log(t);
//# a log of odd things | completed
for (const x of [undefined, null, NaN, -0, Symbol('x'), () => 1, new Date(NaN), /x/, new Map([[1, 2]]), '\ud800']) ctx.log(x); return 1;
//# words with a million arguments | completed, cpu, memory, threw
const a = {}; for (let i = 0; i < 50_000; i++) a['k' + i] = 'x'; for (let i = 0; i < 100; i++) ctx.t('greet', a); return 1;
//# words that multiply | threw, completed
return ctx.t('{x}{x}{x}{x}', { x: '{x}{x}{x}{x}'.repeat(100_000) }).length > 0;
//# words that fill each other for ever | threw, completed, memory
const a = {}; for (let i = 0; i < 30; i++) a['k' + i] = `{k${i + 1}}{k${i + 1}}`; return ctx.t('{k0}', a).length > 0;
//# facts without number | refused, cpu
const a = {}; for (let i = 0; i < 50_000; i++) a['k' + i] = 'x'; return ctx.refuse('my.code', a);
//# facts without measure | threw
return ctx.refuse('my.code', { a: 'x'.repeat(4e6), ['k'.repeat(4e6)]: 1 });
//# a fact that is an object | threw
return ctx.refuse('my.code', { a: {} });
//# a code of the host | threw
return ctx.refuse('host.fault', {});
//# a code that means nothing happened | threw
return ctx.refuse('rate.limited', {});
//# a code that is no word | threw
return ctx.refuse('A..b', {});
//# a code that is an object with a text | threw
return ctx.refuse({ toString: () => 'a.b' }, {});
//# a refusal made without end | memory, cpu
for (;;) ctx.refuse('my.code', { a: 1 });
//# a decimal that is too long | threw
return ctx.decimal.add('1'.repeat(41), '1');
//# a decimal in another alphabet | threw
return ctx.decimal.add('１２', '1');
//# a decimal with an exponent | threw
return ctx.decimal.add('1e5', 1);
//# a decimal that overflows by squaring | threw
let x = '99999999999'; for (let i = 0; i < 10; i++) x = ctx.decimal.mul(x, x); return x;
//# a division by nothing | threw
return ctx.decimal.div('1', '0.000');
//# a scale beyond all scales | threw
return ctx.decimal.round('1', 1e9);
//# a day that does not exist | threw
return ctx.date.addDays('2026-02-30', 1);
//# a day a million years on | threw
return ctx.date.addDays('2026-02-28', 4e8);
//# a day past the last one | threw
return ctx.date.addDays('9999-12-31', 1);
//# a hash of four million characters in a loop | cpu, memory
const s = 'x'.repeat(4e6); for (;;) ctx.hash.sha256(s);
//# a link of four million characters | completed, cpu
return ctx.code.parseDigitalLink('https://id.gs1.org/01/' + '/21/x'.repeat(600_000)) === null;
//# a link that is nearly one | completed, cpu, regex
return ctx.code.parseDigitalLink('https://' + '%'.repeat(1e6)) === null;
//# check digits of a text that is no number | completed
return [ctx.code.gs1CheckDigit('x'), ctx.code.gs1CheckDigit('1'.repeat(1000)), ctx.code.isGtin('٠١٢٣٤٥٦٧'), ctx.code.isCreditCode('x'.repeat(18))].join();
//# a host function as a constructor | threw
return new ctx.now();
//# a host function with a thousand arguments | completed
return ctx.now(...Array(1000).fill({})).length;
//# a host function as a getter, a setter and a comparator | completed, threw
const o = {}; Object.defineProperty(o, 'x', { get: ctx.now, set: ctx.log }); o.x = 'y'; return [3, 1, 2].sort(ctx.decimal.cmp).join() + o.x;
//# a host function as a species and as a thenable | completed, threw, refused
const p = { then: ctx.refuse }; return await p;
//# a host function kept for the next call | completed
globalThis.kept ??= ctx.records.tag.insert; return typeof globalThis.kept;
