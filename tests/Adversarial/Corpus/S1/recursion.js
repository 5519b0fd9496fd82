//# function calls itself | depth
const f = () => f() + 1; return f();
//# two functions call each other | depth
const a = () => b() + 1; const b = () => a() + 1; return a();
//# getter reads itself | depth, threw
const o = { get x() { return this.x; } }; return o.x;
//# setter writes itself | depth, threw
const o = { set x(v) { this.x = v; } }; o.x = 1;
//# toString asks for its own text | depth, threw
const o = { toString() { return '' + this; } }; return `${o}`;
//# valueOf adds itself | depth, threw
const o = { valueOf() { return this + 1; } }; return o + 1;
//# toPrimitive compares itself | depth, threw
const o = { [Symbol.toPrimitive]() { return this < 1; } }; return o > 1;
//# toJSON stringifies itself | depth, threw
const o = { toJSON() { return JSON.stringify(this); } }; return JSON.stringify(o);
//# result's toJSON returns a deeper one | result, depth, threw, cpu
const wrap = () => ({ toJSON() { return { deeper: wrap() }; } }); return wrap();
//# comparator sorts again | depth, threw
const c = (a, b) => [3, 2, 1].sort(c)[0] - a + b; return [2, 1].sort(c);
//# replace callback replaces again | depth, threw
const r = (s) => s.replace(/a/, r); return r('a');
//# map inside map of the same array | depth, threw
const a = [1]; const m = (x) => a.map(m); return a.map(m);
//# constructor makes another | depth, threw
class A { constructor() { this.next = new A(); } } return new A();
//# super chain through a class that extends a call | depth, threw
const make = () => class extends make() {}; return make();
//# generator delegates to itself | depth, threw, memory, lethal
// A slow machine takes seconds to unwind so deep a stack; then the watchdog ends the runner.
function* g() { yield* g(); } return [...g()];
//# bound function bound a hundred thousand times | depth, threw, memory, cpu
let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); return f();
//# apply of apply | depth, threw
const f = function () { return f.apply(this, arguments) + 1; }; return f(1);
//# tagged template calls its tag | depth, threw, cpu
const t = () => t`x` + 1; return t`x`;
//# async function awaits itself | depth, threw, memory, cpu
const f = async () => { await f(); }; await f();
//# default parameter calls the function | depth, threw
const f = (x = f()) => x; return f();
//# destructuring default calls the function | depth, threw
const f = ({ a = f({}) }) => a; return f({});
//# reviver parses again | depth, threw
const r = () => JSON.parse('[1]', r); return r();
//# hasInstance asks instanceof | depth, threw
const o = { [Symbol.hasInstance](x) { return x instanceof o; } }; return 1 instanceof o;
//# iterator's next iterates | depth, threw
const o = { [Symbol.iterator]() { return { next: () => { for (const x of o) x; } }; } }; return [...o];
//# species constructor maps | depth, threw
class A extends Array { static get [Symbol.species]() { return function (n) { return new A(1).map((x) => x); }; } } return new A(1, 2).map((x) => x);
//# computed key that needs the object | depth, threw
const f = () => ({ [f()]: 1 }); return f();
//# accessor on Object.prototype that reads a missing name | depth, threw
Object.defineProperty(Object.prototype, 'zz', { get() { return ({}).zz; } }); return ({}).zz;
//# then of a thenable resolves with itself | cpu, memory, threw
const t = { then(r) { r(t); } }; await t;
