//# BigInt through Object of a literal | notAdmitted
return Object(1n).constructor(2);
//# BigInt through a typed array's element | completed
try { return typeof new globalThis.BigInt64Array(1)[0] === 'bigint' ? 'REACHED' : 'held'; } catch { return 'held'; }
//# BigInt through a DataView | completed
const v = new DataView(new ArrayBuffer(8)); return v.getBigInt64 || v.setBigUint64 || v.getBigUint64 || v.setBigInt64 ? 'REACHED' : 'held';
//# BigInt through a date's instant | completed
return typeof new Date(0).toTemporalInstant === 'function' ? 'REACHED' : 'held';
//# BigInt through JSON's raw form | completed
return JSON.rawJSON || JSON.isRawJSON ? 'REACHED' : 'held';
//# BigInt through a reviver's source | completed
let seen = 'held'; JSON.parse('[9007199254740993]', (k, v, c) => { if (typeof v === 'bigint') seen = 'REACHED'; return v; }); return seen;
//# BigInt through asIntN of a number's constructor | completed
return Object.getOwnPropertyNames(Number).some((k) => /^as(Ui|I)ntN$/.test(k)) ? 'REACHED' : 'held';
//# BigInt through a parsed digit group | completed
try { const x = Number('1n'); return Number.isNaN(x) ? 'held' : 'REACHED'; } catch { return 'held'; }
//# typed array classes of BigInt through a species | completed
const names = []; let C = Object.getPrototypeOf(Uint8Array); for (const k of Object.getOwnPropertyNames(globalThis)) if (/^Big/.test(k)) names.push(k); return names.length || /Big/.test(String(C.name)) ? 'REACHED' : 'held';
//# Proxy through a revocable of something else | completed
return Object.getOwnPropertyNames(Object).includes('revocable') || 'Proxy' in globalThis ? 'REACHED' : 'held';
//# Reflect through a namespace's prototype | completed
return Object.getPrototypeOf(Math).constructor === Object && !('ownKeys' in Math) ? 'held' : 'REACHED';
//# Iterator through any iterator's prototype | completed
const p = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())); return Object.getOwnPropertyNames(p).every((k) => k === 'next') ? 'held' : 'REACHED ' + Object.getOwnPropertyNames(p);
//# Iterator through a generator's prototype | completed
const p = Object.getPrototypeOf(Object.getPrototypeOf(function* () {}).prototype); return Object.getOwnPropertyNames(p).every((k) => k === 'next') ? 'held' : 'REACHED ' + Object.getOwnPropertyNames(p);
//# Iterator through an async generator's prototype | completed
const p = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype); return Object.getOwnPropertyNames(p).every((k) => k === 'next') ? 'held' : 'REACHED ' + Object.getOwnPropertyNames(p);
//# Iterator through a string's, a map's, a set's and a match's | completed
for (const it of [''[Symbol.iterator](), new Map().entries(), new Set().values(), 'a'.matchAll(/a/g)]) { let p = it; while ((p = Object.getPrototypeOf(p)) && p !== Object.prototype) if (p.map || p.take || p.drop || p.flatMap || (p.constructor && p.constructor !== Object)) return 'REACHED'; } return 'held';
//# a wrapper of an iterator by from | completed
try { return Object.getPrototypeOf(Object.getPrototypeOf([].values())).constructor.from([1]).next().value === 1 && 'REACHED?'.length === 8 && Array.from([1])[0] === 1 && Object.from ? 'REACHED' : 'held'; } catch { return 'held'; }
//# DisposableStack through using | completed, notAdmitted
try { return Symbol.dispose && [].values()[Symbol.dispose].constructor.name === 'DisposableStack' ? 'REACHED' : 'held'; } catch { return 'held'; }
//# SharedArrayBuffer through a buffer's constructor | completed
const b = new ArrayBuffer(1, { maxByteLength: 2 }); return b.constructor === ArrayBuffer && !('growable' in b) ? 'held' : 'REACHED';
//# the unbounded buffer constructor through slice | completed
const B = new ArrayBuffer(8).slice(0).constructor; try { return 'REACHED ' + new B(4e8).byteLength; } catch { return 'held'; }
//# the unbounded buffer constructor through a view | completed
try { return 'REACHED ' + new (new DataView(new ArrayBuffer(8)).buffer.constructor)(4e8).byteLength; } catch { return 'held'; }
//# the unbounded array constructors through from, of, subarray and map | completed
for (const a of [Uint8Array.from([1]), Uint8Array.of(1), new Uint8Array(2).subarray(1), new Uint8Array(1).map((x) => x), new Uint8Array(1).toSorted()]) { try { return 'REACHED ' + new a.constructor(4e8).length; } catch {} } return 'held';
//# the unbounded array constructors through new.target | completed
try { class A extends Uint8Array { constructor(n) { super(n); this.t = new.target; } } return 'REACHED ' + new A(4e8).length; } catch { return 'held'; }
//# the unbounded constructor by Symbol.species of the parent | completed
try { const C = Object.getPrototypeOf(Uint8Array)[Symbol.species]; return 'REACHED ' + new C(4e8).length; } catch { return 'held'; }
//# the built-in repeat through another string object | completed
try { return 'REACHED ' + Object('x').repeat(2 ** 28).length; } catch { return 'held'; }
//# the built-in repeat through a subclass | completed
class S extends String {} try { return 'REACHED ' + new S('x').repeat(2 ** 28).length; } catch { return 'held'; }
//# the built-in repeat through super | completed
class S extends String { go() { return super.repeat(2 ** 28).length; } } try { return 'REACHED ' + new S('x').go(); } catch { return 'held'; }
//# the built-in stringify through a copy of JSON | completed, cpu
const o = {}; let t = {}; for (let i = 0; i < 22; i++) t = [t, t]; Object.assign(o, Object.getOwnPropertyDescriptors(JSON)); try { return 'REACHED ' + o.stringify.value(t).length; } catch { return 'held'; }
//# the built-in join after the bounded one is deleted | completed
delete Array.prototype.join; try { return 'REACHED ' + [1, 2].join('x'); } catch { return 'held'; }
//# the built-in repeat after the bounded one is deleted | completed
delete String.prototype.repeat; return 'x'.repeat === undefined ? 'held' : 'REACHED';
//# the built-in random after the seeded one is deleted | completed
delete Math.random; return Math.random === undefined ? 'held' : 'REACHED';
//# deleted globals come back after delete of globalThis | completed
delete globalThis.globalThis; try { return globalThis.Proxy === undefined ? 'held' : 'REACHED'; } catch { return 'held'; }
//# Intl through locale functions | completed
try { const f = [1].toLocaleString('zh', { style: 'currency' }); return f === '1' && (1e6).toLocaleString('de') === '1000000' && new Date(0).toLocaleDateString('en-US') === '1970-01-01' ? 'held' : 'REACHED ' + f; } catch { return 'held'; }
//# the machine's own locale through case folding | completed
return 'I'.toLocaleLowerCase('tr') === 'i' && 'i'.toLocaleUpperCase() === 'I' ? 'held' : 'REACHED';
//# WeakRef by another name | completed
for (const k of Object.getOwnPropertyNames(globalThis)) { let d; try { d = globalThis[k]; } catch { continue; } if (typeof d === 'function' && d.prototype && 'deref' in d.prototype) return 'REACHED ' + k; } return 'held';
//# legacy statics of RegExp hold nothing of another call | completed
return RegExp.$1 + RegExp.input + RegExp.lastMatch + RegExp.leftContext === '' ? 'held' : 'REACHED';
