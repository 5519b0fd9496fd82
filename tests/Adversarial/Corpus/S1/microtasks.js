//# then chain without end | cpu, memory
const f = () => Promise.resolve().then(f); await f();
//# await null without end | cpu
for (;;) await null;
//# promise that resolves with a new promise without end | depth
const f = () => new Promise((r) => r(f())); await f();
//# thenable that answers with thenables | cpu, memory
const t = () => ({ then(r) { r(t()); } }); await t();
//# a flood from one resolved promise | memory, cpu
const p = Promise.resolve(); for (;;) p.then(() => 1);
//# two tasks that wake each other | cpu, memory
const a = () => Promise.resolve().then(b), b = () => Promise.resolve().then(a); a(); await new Promise(() => {});
//# a flood left behind after the answer | completed, cpu, memory
const f = () => { Promise.resolve().then(f); }; f(); return 1;
//# rejections that nobody handles | memory, cpu
for (;;) Promise.reject(new Error('x'));
//# nobody settles it | threw
await new Promise(() => {});
//# nobody settles it, behind a host answer | threw
await ctx.records.tag.get('a'); await new Promise(() => {});
//# a deadlock of two promises | threw
let r1, r2; const a = new Promise((r) => { r1 = r; }), b = new Promise((r) => { r2 = r; }); a.then(() => r2()); b.then(() => r1()); await a;
//# resolves with itself | threw
let r; const p = new Promise((x) => { r = x; }); r(p); await p;
//# async generator asked a million times ahead | memory, cpu
const g = (async function* () { for (;;) yield 1; })(); for (;;) g.next();
//# finally chains | cpu, memory
let p = Promise.resolve(); for (;;) p = p.finally(() => {});
//# allSettled over what never settles | threw
await Promise.allSettled([new Promise(() => {}), ctx.records.tag.get('a')]);
//# species of a promise runs work | completed
class P extends Promise { static get [Symbol.species]() { return P; } then(a, b) { return super.then(a, b).then(a, b); } } await new P((r) => r(1));
