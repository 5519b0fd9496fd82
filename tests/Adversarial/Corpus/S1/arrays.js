//# fill of four thousand million | threw, memory
return new Array(4294967295).fill(0).length;
//# fill of a million and one | memory, threw
return new Array(1_000_001).fill(0).length;
//# Array.from a length | memory, threw
return Array.from({ length: 1e9 }).length;
//# Array.from a length with a function | memory, threw, cpu
return Array.from({ length: 2 ** 32 - 1 }, () => 0).length;
//# push for ever | memory, cpu
const a = []; for (;;) a.push(1);
//# unshift for ever | memory, cpu
const a = []; for (;;) a.unshift(1);
//# concat doubles | memory, cpu, threw
let a = [1]; for (;;) a = a.concat(a);
//# spread doubles | memory, cpu, threw
let a = [1]; for (;;) a = [...a, ...a];
//# flat over shared parts | threw, cpu, memory
let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a.flat(Infinity).length;
//# flat of a cycle | threw
const a = []; a.push(a); return a.flat(Infinity).length;
//# flatMap multiplies | memory, threw, cpu
const a = Array(1000).fill(0); return a.flatMap(() => Array(100_000).fill(0)).length;
//# sparse sort | cpu, memory, threw
const a = []; a.length = 4294967295; return a.sort().length;
//# sparse reverse | cpu, memory, threw
const a = []; a[4294967294] = 1; return a.reverse().length;
//# sparse forEach | cpu, completed
const a = []; a[4294967294] = 1; let n = 0; a.forEach(() => n++); return n;
//# sparse includes | completed, cpu
const a = []; a.length = 4294967295; return a.includes(1);
//# sparse join | threw, cpu, memory
const a = []; a.length = 4294967295; return a.join('').length;
//# sparse map | memory, threw, cpu
const a = []; a.length = 4294967295; return a.map((x) => x).length;
//# sparse toReversed | threw, memory, cpu
const a = []; a.length = 4294967295; return a.toReversed().length;
//# sparse toSorted | threw, memory, cpu
const a = []; a.length = 4294967295; return a.toSorted().length;
//# sparse with | threw, memory, cpu
const a = []; a.length = 4294967295; return a.with(0, 1).length;
//# sparse splice | threw, memory, cpu, completed
const a = []; a.length = 4294967295; return a.splice(1, 4294967290, 1).length;
//# array-like of the greatest length, forEach | cpu
Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, () => {});
//# array-like of the greatest length, lastIndexOf | cpu
return Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);
//# array-like of the greatest length, reduce | cpu, memory
return Array.prototype.reduce.call({ length: 2 ** 53 - 1, 0: 1 }, (a) => a);
//# array-like of the greatest length, copyWithin | cpu, memory
return Array.prototype.copyWithin.call({ length: 2 ** 53 - 1, 0: 1 }, 1, 0);
//# array-like of the greatest length, unshift | cpu, threw, memory
return Array.prototype.unshift.call({ length: 2 ** 53 - 2, 9: 1 }, 1);
//# array-like of the greatest length, reverse | cpu, memory
return Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
//# array-like of the greatest length, sort | cpu, memory, threw
return Array.prototype.sort.call({ length: 2 ** 53 - 1 });
//# array-like of the greatest length, findLast | cpu
return Array.prototype.findLast.call({ length: 2 ** 53 - 1 }, () => false);
//# array-like of the greatest length, concat spreadable | cpu, threw, memory
return [].concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true }).length;
//# array-like of the greatest length, apply | threw, memory, depth
return Math.max.apply(null, { length: 2 ** 32 - 1 });
//# arguments by spread | threw, memory, completed
return Math.max(...Array(999_999).fill(1));
//# comparator that lies | cpu, completed, memory
return Array.from({ length: 200_000 }, (_, i) => i).sort(() => Math.random() - 0.5).length;
//# comparator that changes the list | cpu, memory, completed
const a = Array.from({ length: 50_000 }, (_, i) => i); a.sort((x, y) => { a.push(1); return y - x; }); return a.length;
//# species makes a huge array | memory, threw
class A extends Array { static get [Symbol.species]() { return function () { return new Array(4e9); }; } } return new A(1, 2).map((x) => x).length;
//# groupBy of an endless iterable | cpu, memory
return Object.groupBy((function* () { for (;;) yield 1; })(), (x) => x);
//# object with a million keys | memory, cpu
const o = {}; for (let i = 0; ; i++) o['k' + i] = i;
//# keys that fold to one bucket | cpu, memory
const o = new Map(); for (let i = 0; ; i++) o.set(i * 4294967296, i);
//# holes filled from the end | memory, cpu, threw
const a = []; for (let i = 4294967294; ; i -= 1) a[i] = 1;
//# length set up and down | cpu
const a = []; for (;;) { a.length = 900_000; a.length = 0; }
//# objects that hold each other | memory, cpu
let o = {}; for (;;) o = { o, p: { o } };
//# closures that hold their scopes | memory, cpu
const a = []; for (let i = 0; ; i++) { const b = [i]; a.push(() => b); }
//# symbols for ever | memory, cpu
const o = {}; for (;;) o[Symbol()] = 1;
//# registered symbols for ever | memory, cpu
for (let i = 0; ; i++) Symbol.for('s' + i);
//# set algebra over a set-like without end | cpu, memory, threw
return new Set([1]).union({ size: Infinity, has: () => false, keys: () => ({ next: () => ({ value: {}, done: false }) }) }).size;
//# difference over a set-like without end | cpu, memory, threw
return new Set([1]).isSupersetOf({ size: 0, has: () => true, keys: () => ({ next: () => ({ value: 1, done: false }) }) });
