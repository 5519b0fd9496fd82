//# while forever | cpu
while (true) {}
//# for forever with an empty body | cpu
for (;;);
//# do while over a moving condition | cpu
let i = 0; do { i = (i + 1) % 7; } while (i < 8);
//# labelled continue never leaves | cpu
outer: for (;;) { for (;;) { continue outer; } }
//# finally starts the loop again | cpu
for (;;) { try { throw 1; } catch { continue; } finally { for (;;) { break; } } }
//# return is overruled by an endless finally | cpu
try { return 1; } finally { while (true) {} }
//# catch swallows and goes on | cpu
while (true) { try { null.x; } catch {} }
//# generator that never ends | cpu
function* g() { while (true) yield 1; } for (const x of g()) x;
//# return of a generator with an endless finally | cpu
function* g() { try { yield 1; } finally { while (true) {} } } for (const x of g()) break;
//# getter in the loop condition | cpu
const o = { get more() { return true; } }; while (o.more) {}
//# array grows while it is walked | cpu, memory
const a = [1]; for (const x of a) a.push(x);
//# map grows while it is walked | cpu, memory
const m = new Map([[0, 0]]); for (const [k] of m) { m.delete(k); m.set(k + 1, 0); }
//# switch inside an endless loop | cpu
let s = 0; for (;;) { switch (s) { case 0: s = 1; break; case 1: s = 0; } }
//# a million statements in small functions | statements, cpu
const f = (n) => n + 1; let x = 0; for (let i = 0; i < 3e6; i++) x = f(x);
//# statements over the budget without CPU | statements | statements=5000
let x = 0; for (let i = 0; i < 10_000; i++) x++;
//# loop at the top of the module | cpu
while (true) {}
export function f() { return 1; }
//# memory at the top of the module | memory, cpu
const a = []; for (;;) a.push({ a, b: [a] });
export function f() { return 1; }
