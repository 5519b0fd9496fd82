//# Function by its name | notAdmitted
return Function('return 1')();
//# eval by its name | notAdmitted
return eval('1');
//# constructor of a function | completed
try { return (() => {}).constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of a method | completed
try { return ({ m() {} }).m.constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of a built-in | completed
try { return Math.max.constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of a host function | completed
try { return ctx.now.constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of a bound host function | completed
try { return ctx.log.bind(null).constructor.constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of an async function | completed
try { return await (async () => {}).constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of a generator function | completed
try { return (function* () {}).constructor('yield "REACHED"')().next().value; } catch { return 'held'; }
//# constructor of an async generator function | completed
try { return (await (async function* () {}).constructor('yield "REACHED"')().next()).value; } catch { return 'held'; }
//# constructor of a class | completed
try { return (class {}).constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of an accessor | completed
try { return Object.getOwnPropertyDescriptor(Map.prototype, 'size').get.constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor of the thrower | completed
try { return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(() => {}), 'caller').get.constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor with new | completed
try { return new ((() => {}).constructor)('return "REACHED"')(); } catch { return 'held'; }
//# constructor by apply | completed
try { const F = (() => {}).constructor; return F.apply(null, ['return "REACHED"'])(); } catch { return 'held'; }
//# constructor of a subclass | completed
try { class F extends (() => {}).constructor {} return new F('return "REACHED"')(); } catch { return 'held'; }
//# constructor that parses parameters | completed
try { return (() => {}).constructor('a = "REACHED"', 'return a')(); } catch { return 'held'; }
//# constructor through the prototype of the prototype | completed
try { return Object.getPrototypeOf(Object.getPrototypeOf(async () => {})).constructor('return "REACHED"')(); } catch { return 'held'; }
//# constructor without text | completed
try { const f = (() => {}).constructor(); return f() === undefined ? 'held' : 'REACHED'; } catch { return 'held'; }
//# setTimeout with text | notAdmitted
setTimeout('globalThis.x = 1', 0);
//# globalThis gives eval under another key | completed
for (const k of Object.getOwnPropertyNames(globalThis)) if (/^(eval|Function|ShadowRealm|Proxy|Reflect|BigInt|Intl|Temporal|Atomics|SharedArrayBuffer|WeakRef|FinalizationRegistry|Iterator|DisposableStack)$/.test(k)) return 'REACHED ' + k; return 'held';
//# indirect eval by a sequence | completed
try { return (0, globalThis['ev' + 'al'])('"REACHED"'); } catch { return 'held'; }
//# toString of a function hides its source's place | completed
const t = ctx.now.toString() + Math.max.toString() + ctx.records.tag.get.toString(); return /native code/.test(t) && !/[\/\\]|\.cs/.test(t) ? 'held' : 'REACHED ' + t;
//# import through a comment and a template | completed
const t = `import('./main.js')`; return typeof t === 'string' ? 'held' : 'REACHED';
//# regexp as a compiler of code | completed
try { const r = new RegExp('(?{ globalThis.x = 1 })'); r.test('a'); } catch {} return globalThis.x === undefined ? 'held' : 'REACHED';
