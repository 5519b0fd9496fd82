//# closures that call each other fifty thousand deep | depth, memory, threw, cpu
let f = () => 1; for (let i = 0; i < 50_000; i++) { const g = f; f = () => g(); } return f();
//# getters that ask the next object | depth, memory, threw, cpu
let o = { get x() { return 1; } }; for (let i = 0; i < 50_000; i++) { const p = o; o = { get x() { return p.x; } }; } return o.x;
//# a chain of prototypes | completed, cpu, memory
let o = {}; for (let i = 0; i < 20_000; i++) o = Object.create(o); let n = 0; for (let i = 0; i < 2000; i++) n += o.missing === undefined ? 1 : 0; return n;
//# a chain of prototypes walked by in, instanceof and for in | completed, cpu, memory
let o = {}; for (let i = 0; i < 20_000; i++) o = Object.create(o); let n = 0; for (let i = 0; i < 200; i++) { n += 'zz' in o ? 1 : 0; n += o instanceof Map ? 1 : 0; for (const k in o) n++; } return n;
//# a class that extends a class, five thousand times | completed, cpu, memory, depth, threw
let C = class {}; for (let i = 0; i < 5000; i++) { const B = C; C = class extends B {}; } return typeof new C();
//# private fields a hundred deep, in a loop | memory, cpu, completed, depth
const make = (B) => class extends B { #x = 1; get() { return this.#x; } }; let C = class {}; for (let i = 0; i < 500; i++) C = make(C); for (;;) new C();
//# an array nested in an array, a hundred thousand deep, as text | depth, threw, memory, cpu
let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return String(a);
//# the same by join inside join | depth, threw, memory, cpu
let a = ['x']; for (let i = 0; i < 1e5; i++) a = [a]; return a.join('-');
//# the same by flat | depth, threw, memory, cpu
let a = ['x']; for (let i = 0; i < 1e5; i++) a = [a]; return a.flat(Infinity).length;
//# the same as result | result, memory, cpu
let a = ['x']; for (let i = 0; i < 5000; i++) a = [a]; return a;
//# the same as an argument of a host function | result, memory, cpu
let a = ['x']; for (let i = 0; i < 5000; i++) a = [a]; ctx.records.tag.insert({ a }); return 1;
//# the same by JSON.stringify | threw, memory, cpu
let a = ['x']; for (let i = 0; i < 1e5; i++) a = [a]; return JSON.stringify(a).length;
//# spread of spread of spread | memory, cpu, threw, completed
let o = { a: 1 }; for (let i = 0; i < 100_000; i++) o = { ...o, ['k' + i]: i }; return Object.keys(o).length;
//# errors that cause errors | threw, memory, cpu
let e = new Error('0'); for (let i = 0; i < 10_000; i++) e = new Error('x', { cause: e }); throw e;
//# aggregate errors nested | threw, memory, cpu
let e = new Error('0'); for (let i = 0; i < 5000; i++) e = new AggregateError([e, e], 'x'); throw e;
//# accessors defined over accessors | completed, cpu, memory
const o = {}; for (let i = 0; i < 20_000; i++) Object.defineProperty(o, 'x', { get: () => i, configurable: true }); return o.x;
//# frozen, sealed and frozen again | completed, cpu, memory
let n = 0; for (let i = 0; i < 20_000; i++) { const o = Object.freeze(Object.seal({ a: [i] })); n += Object.isFrozen(o) ? 1 : 0; } return n;
//# generators that wait for each other | completed, depth, memory, threw, cpu
let g = (function* () { yield 1; })(); for (let i = 0; i < 20_000; i++) { const h = g; g = (function* () { yield h.next().value; })(); } return g.next().value;
//# promises resolved with promises, twenty thousand deep | completed, cpu, memory
let p = Promise.resolve(1); for (let i = 0; i < 20_000; i++) { const q = p; p = new Promise((r) => r(q)); } return await p;
//# async functions that await each other, ten thousand deep | completed, depth, memory, cpu, threw
let f = async () => 1; for (let i = 0; i < 10_000; i++) { const g = f; f = async () => await g(); } return await f();
//# a from that builds itself through from | depth, memory, threw, cpu, completed
let f = Array.from; for (let i = 0; i < 30_000; i++) f = f.bind(Array); return f([1]).length;
//# labels of symbols as long as they may be | memory, threw, cpu
let s = Symbol('x'.repeat(4e6)); let n = 0; for (;;) n += String(s).length;
