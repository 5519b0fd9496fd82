//# spread without end | cpu, memory
return [...(function* () { for (;;) yield 1; })()];
//# destructuring rest without end | cpu, memory
const [...a] = (function* () { for (;;) yield 1; })(); return a;
//# new Map without end | cpu, memory
return new Map((function* () { for (let i = 0; ; i++) yield [i, i]; })());
//# new Set of one value without end | cpu
return new Set((function* () { for (;;) yield 1; })());
//# Object.fromEntries without end | cpu, memory
return Object.fromEntries((function* () { for (;;) yield ['a', 1]; })());
//# Array.from without end | cpu, memory
return Array.from({ [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) });
//# typed array from an endless iterable | cpu, memory, threw
return Uint8Array.from((function* () { for (;;) yield 1; })());
//# Promise.all without end | cpu, memory
await Promise.all((function* () { for (;;) yield 1; })());
//# Promise.race without end | cpu, memory
await Promise.race((function* () { for (;;) yield new Promise(() => {}); })());
//# Promise.any of rejections without end | cpu, memory
await Promise.any((function* () { for (;;) yield Promise.reject(1); })());
//# Array.fromAsync without end | cpu, memory
await Array.fromAsync((async function* () { for (;;) yield 1; })());
//# for await without end | cpu
for await (const x of (async function* () { for (;;) yield 1; })()) x;
//# yield star over itself a thousand deep | depth, threw, memory, cpu, completed, lethal
// As with a generator that delegates to itself: unwinding may outlast the watchdog.
let g = (function* () { yield 1; })(); for (let i = 0; i < 5000; i++) { const inner = g; g = (function* () { yield* inner; })(); } return [...g];
//# Math.sumPrecise without end | cpu, memory
return Math.sumPrecise((function* () { for (;;) yield 1; })());
//# call with an endless spread | cpu, memory
return Math.max(...(function* () { for (;;) yield 1; })());
//# WeakSet of objects without end | cpu, memory
return new WeakSet((function* () { for (;;) yield {}; })());
//# iterator that grows its answers | cpu, memory
let s = 'x'; return [...{ [Symbol.iterator]: () => ({ next: () => ({ value: (s += s), done: false }) }) }];
//# iterator whose done is a getter that never says so | cpu, memory
return [...{ [Symbol.iterator]: () => ({ next: () => ({ get done() { return false; }, value: 0 }) }) }];
//# AggregateError from an endless iterable | cpu, memory
return new AggregateError((function* () { for (;;) yield 1; })());
//# iterator close that never returns | cpu
for (const x of { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { for (;;); } }) }) break;
