//# a result of two megabytes | result
return 'x'.repeat(2_000_000);
//# a result of many small pieces | result
return Array(200_000).fill(0);
//# a result of many keys | result, memory, cpu
const o = {}; for (let i = 0; i < 120_000; i++) o['k' + i] = 1; return o;
//# a result that is a shared tree | result, memory, cpu
let t = 'x'; for (let i = 0; i < 40; i++) t = [t, t]; return t;
//# a result sixty-five deep | result
let t = 'x'; for (let i = 0; i < 65; i++) t = [t]; return t;
//# a result sixty-four deep | completed
let t = 'x'; for (let i = 0; i < 64; i++) t = [t]; return t;
//# a result that is a cycle | threw
const a = {}; a.a = a; return a;
//# a result whose getter throws | threw
return { get a() { throw new Error('mine'); } };
//# a result whose getter never ends | cpu
return { get a() { for (;;); } };
//# a result whose toJSON never ends | cpu
return { toJSON() { for (;;); } };
//# a result whose toJSON grows | memory, cpu, result, threw
let s = 'x'; return { toJSON() { for (;;) s += s; } };
//# a result that is an array with a length only | result, memory, cpu
const a = []; a.length = 900_000; return a;
//# a result that is an array-like by inheritance | result, memory, cpu, completed
return Object.create(Array(900_000));
//# a result of nothing | completed
return undefined;
//# a result that is a function | completed
return () => 1;
//# a result that is a symbol | completed
return Symbol('x');
//# a result of odd numbers | completed
return [NaN, Infinity, -Infinity, -0, 1e400, 5e-324, 2 ** 53, 0.1 + 0.2];
//# a result of lone surrogates and zeros | completed
return ['\ud800', '\udfff', '\ud83d\ude00', '\u0000', '\u2028', '\ufeff'];
//# a result of keys that are lone surrogates | completed
return { '\ud800': 1, '\u0000': 2, '__proto__x': 3 };
//# a result of a boxed, dated and mapped kind | completed
return [Object('x'), Object(1), Object(true), new Date(0), new Date(NaN), new Map([[1, 2]]), new Set([1]), /x/, new Error('x')];
//# a result whose array has a getter at an index | completed, threw
const a = [1]; Object.defineProperty(a, '1', { get() { throw new Error('mine'); }, enumerable: true }); return a;
//# a result that a then would change | completed
return { toJSON: undefined, then: undefined, a: 1 };
//# a result that is a thenable which never settles | threw
return { then() {} };
//# a result that is a thenable which throws | threw
return { then() { throw new Error('mine'); } };
//# a result of numbers as long as they can be | result, completed, cpu
return Array(50_000).fill(-1.7976931348623157e-308);
//# a result of characters that need escapes | result
return '\u0001'.repeat(300_000);
//# a result of Chinese just over a megabyte | result
return '中'.repeat(360_000);
//# an error message of four million characters | threw
throw { name: 'x'.repeat(4e6), message: 'y'.repeat(4e6) };
//# an error whose message is a getter | threw
throw { get message() { for (;;); } };
//# an error whose stack is a getter that never ends | cpu, threw
const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;); } }); throw e;
//# an error whose stack is replaced by a huge text | threw
const e = new Error('x'); e.stack = 'main.js:1 '.repeat(400_000); throw e;
//# an error that is a number, a symbol, an array | threw
throw [Symbol('x'), 1, null];
//# an error with text for a log's reader | threw
throw new Error('\u001b[2J\r\n[error] forged line\u0000');
