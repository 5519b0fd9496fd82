//# parse of what is too deep | threw
return JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
//# parse of many small pieces | memory, cpu
return JSON.parse('[' + '{},'.repeat(400_000) + '{}]').length;
//# parse of a long text again and again | cpu, memory
const s = '[' + '1,'.repeat(100_000) + '1]'; for (;;) JSON.parse(s);
//# parse of many keys that are the same | cpu, memory, completed
return Object.keys(JSON.parse('{' + '"a":1,'.repeat(300_000) + '"a":1}')).length;
//# parse of many keys that are not the same | memory, cpu
return Object.keys(JSON.parse('{' + Array.from({ length: 200_000 }, (_, i) => `"k${i}":${i}`).join() + '}')).length;
//# parse with a reviver that grows the tree | completed, memory, cpu, depth, threw
return JSON.parse('[1]', function (k, v) { if (Array.isArray(this)) this.push([1]); return v; });
//# parse with a reviver that replaces with arrays | memory, cpu, depth, threw
return JSON.parse('[[1,2],[3,4]]', (k, v) => (typeof v === 'number' ? Array(900_000).fill(1) : v)).length;
//# parse of an escape that is cut | threw
return JSON.parse('"\\ud8');
//# parse of a number as long as a book | completed, threw
return JSON.parse('1'.repeat(1_000_000));
//# parse of a fraction as long as a book | completed, threw
return JSON.parse('0.' + '1'.repeat(1_000_000));
//# stringify of a shared tree | threw, cpu, memory
let t = {}; for (let i = 0; i < 25; i++) t = { a: t, b: t }; return JSON.stringify(t).length;
//# stringify with the widest indent of a deep tree | threw, cpu, memory
let t = 1; for (let i = 0; i < 1999; i++) t = [t, 1, 1]; return JSON.stringify(t, null, 10).length;
//# stringify of a huge sparse array | threw, cpu, memory
const a = []; a.length = 4294967295; return JSON.stringify(a).length;
//# stringify with a replacer that deepens | threw, cpu, memory
return JSON.stringify({}, (k, v) => ({ a: v }));
//# stringify with a replacer that widens | threw, cpu, memory
return JSON.stringify([1], (k, v) => (typeof v === 'number' ? Array(1000).fill(1) : v)).length;
//# stringify with a list of a million names | threw, cpu, memory, completed
return JSON.stringify({ a: 1 }, Array.from({ length: 900_000 }, (_, i) => 'k' + i)).length;
//# stringify with an array-like list without end | completed, cpu, memory, threw
class L extends Array { get length() { return 2 ** 53 - 1; } } return JSON.stringify({ a: 1 }, new L()).length;
//# stringify of what stringifies itself at each key | depth, threw, cpu, memory
const o = { get a() { return JSON.stringify(o); } }; return JSON.stringify(o);
//# stringify of a text of escapes | threw
return JSON.stringify('\u0001'.repeat(2_000_000)).length;
//# stringify again and again doubles the escapes | threw, memory
let s = '"'; for (;;) s = JSON.stringify(s);
//# stringify of a getter that removes its owner | completed
const o = { a: { get b() { delete o.c; return 1; } }, c: 2 }; return JSON.stringify(o);
//# stringify of boxed values that throw | threw
return JSON.stringify(Object.assign(Object('x'), { toString() { throw new Error('mine'); } }));
//# stringify of an object with a million keys | memory, cpu
const o = {}; for (let i = 0; i < 1e6; i++) o['k' + i] = 1; return JSON.stringify(o).length;
//# well formed by hand, with zeros and separators | completed
return JSON.stringify('\u2028\u2029\u0000\ud800\udc00\ud800');
