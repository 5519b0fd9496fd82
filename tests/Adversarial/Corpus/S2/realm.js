//# every object that can be reached is of this realm | completed | cpuMs=3000
const seen = new Set(); const open = [globalThis, ctx, input, (function () { return arguments; })(), Object.getPrototypeOf(async function* () {}), ctx.records.tag.get('a')];
while (open.length) {
  const o = open.pop(); if (o === null || (typeof o !== 'object' && typeof o !== 'function') || seen.has(o)) continue; seen.add(o);
  let p = o, n = 0; while (Object.getPrototypeOf(p) !== null) { p = Object.getPrototypeOf(p); if (++n > 20) return 'REACHED a long chain'; }
  if (n > 0 && p !== Object.prototype) return 'REACHED another realm';
  for (const k of [...Object.getOwnPropertyNames(o), ...Object.getOwnPropertySymbols(o)]) { const d = Object.getOwnPropertyDescriptor(o, k); if (d) open.push(d.value, d.get, d.set); }
}
return seen.size > 300 ? 'held' : 'REACHED only ' + seen.size;
//# no name of the platform's language can be reached | completed | cpuMs=3000
const seen = new Set(); const open = [globalThis, ctx]; const bad = /^(System|Jint|GetType|get_Item|MemberwiseClone|importNamespace|clr|host|require|process|module|exports|Deno|fetch|XMLHttpRequest|console|setTimeout|queueMicrotask|structuredClone|navigator|load|print|readFile)$/;
while (open.length) { const o = open.pop(); if (o === null || (typeof o !== 'object' && typeof o !== 'function') || seen.has(o)) continue; seen.add(o); open.push(Object.getPrototypeOf(o));
  for (const k of Object.getOwnPropertyNames(o)) { if (bad.test(k) && !(k === 'fetch' && o === ctx.http)) return 'REACHED ' + k; const d = Object.getOwnPropertyDescriptor(o, k); if (d) open.push(d.value, d.get, d.set); } }
return 'held';
//# ctx has no members of the platform | completed
const c = []; for (let o = ctx; o; o = Object.getPrototypeOf(o)) c.push(...Object.getOwnPropertyNames(o)); return c.some((k) => /Equals|GetHashCode|Engine|Run|Call\b|Script/.test(k)) ? 'REACHED ' + c : 'held';
//# ctx cannot be changed for those who share its shape | completed
try { ctx.now = () => 'REACHED'; } catch {} try { Object.defineProperty(ctx, 'now', { value: () => 'REACHED' }); } catch {} return ctx.now().startsWith('2') ? 'held' : ctx.now();
//# ctx.records cannot be given an entity | completed
try { ctx.records.other = ctx.records.tag; } catch {} try { const r = Object.getPrototypeOf(ctx.records); r.stolen = 1; } catch {} return ctx.records.other === undefined || ctx.records.other === ctx.records.tag ? 'held' : 'REACHED';
//# a getter on Object.prototype sees nothing of the host | completed
const names = []; for (const k of ['entity', 'op', 'args', 'maxByteLength', 'version', 'delayMs', 'get', 'set', 'value', 'writable', 'tenant', 'secret', 'then', 'code', 'facts']) Object.defineProperty(Object.prototype, k, Object.assign(Object.create(null), { get() { names.push(k); return undefined; }, set(v) { names.push('set ' + k); }, configurable: true }));
try { await ctx.records.tag.find({ where: { a: 1 } }); ctx.records.tag.insert({ a: 1 }); } catch {} for (const k of ['get', 'set', 'value', 'writable', 'then']) delete Object.prototype[k]; return names.some((n) => /^set/.test(n)) ? 'REACHED ' + names : 'held';
//# a setter on an array index captures no list of the host | completed
const got = []; Object.defineProperty(Array.prototype, '0', { set(v) { got.push(typeof v === 'string' ? v : typeof v); }, get() { return undefined; }, configurable: true });
let roles; try { roles = ctx.user.roles; await ctx.records.tag.find(); } catch {} delete Array.prototype[0]; return got.length === 0 ? 'held' : 'REACHED ' + got;
//# species of a promise sees nothing of the host | completed
const seen = []; const real = Object.getOwnPropertyDescriptor(Promise, Symbol.species); Object.defineProperty(Promise, Symbol.species, { get() { seen.push(1); return real.get.call(this); }, configurable: true }); const p = ctx.records.tag.get('a'); const q = p.then((x) => x); return p.constructor === Promise && (await q) !== undefined ? 'held' : 'REACHED';
//# a patched then does not hear host answers of others | completed
const heard = []; const then = Promise.prototype.then; Promise.prototype.then = function (a, b) { heard.push(this); return then.call(this, a, b); }; const x = await ctx.records.tag.get('a'); Promise.prototype.then = then; return x && heard.every((p) => p instanceof Promise) ? 'held' : 'REACHED';
//# the settler of the host cannot be stolen | completed
let stolen = null; const then = Promise.prototype.then; Promise.prototype.then = function (a, b) { if (a && /settled/.test(String(a.name))) stolen = a; return then.call(this, a, b); }; await null; await ctx.records.tag.get('a'); return stolen === null ? 'held' : 'REACHED';
//# callee and caller tell nothing | completed
function g() { try { return arguments.callee ? 'REACHED' : 'held'; } catch { try { return g.caller ? 'REACHED' : 'held'; } catch { return 'held'; } } } return g();
//# a stack names no place of the host | completed
const e = new Error('x'); const t = [e.stack]; try { ctx.records.tag.get(1); } catch (x) { t.push(x.stack, x.message); } try { ctx.decimal.add('x', 1); } catch (x) { t.push(x.stack, x.message); } try { JSON.parse('{'); } catch (x) { t.push(x.stack, x.message); } try { null.x; } catch (x) { t.push(x.stack); } const all = t.join('\n'); return /Marketplace|Jint|System\.|\.cs|\.dll|\/(home|root|usr|var|tmp|src)\b|at [A-Z]\w+\.[A-Z]/.test(all) ? 'REACHED ' + all : 'held';
//# prepareStackTrace and captureStackTrace are nobody's | completed
let called = false; Error.prepareStackTrace = () => { called = true; return 'REACHED'; }; const s = new Error('x').stack; return called || typeof Error.captureStackTrace === 'function' || typeof s !== 'string' ? 'REACHED' : 'held';
//# cause and suppressed errors of a refusal lead nowhere | completed
try { await ctx.records.tag.get('none'); } catch (e) { return e.cause === undefined && e.errors === undefined && e.suppressed === undefined && Object.getPrototypeOf(e) === Error.prototype && Object.keys(e).sort().join() === 'code,facts' ? 'held' : 'REACHED ' + Object.keys(e); } return 'held';
//# a refusal cannot be made up | completed
const e = new Error('limit.cpu'); e.code = 'cap.reached'; e.facts = {}; try { throw e; } catch (x) { return x === e ? 'held' : 'REACHED'; }
//# a refusal of the host cannot be turned into one of the platform | threw
try { ctx.refuse('limit.cpu', {}); } catch (e) { throw e; } return 'REACHED';
//# a refusal kept from inside is still the one that was made | refused
const r = ctx.refuse('my.code', { a: 1 }); try { r.code = 'cap.reached'; r.facts.a = 'REACHED'; } catch {} return r;
//# frozen realm parts do not leak through a prototype swap | completed
const before = Object.getPrototypeOf(ctx); try { Object.setPrototypeOf(ctx, { now: () => 'REACHED' }); } catch {} return ctx.now().startsWith('2') ? 'held' : 'REACHED';
//# a class that pretends to be a promise is not trusted | completed
class T { then(a) { a('mine'); } } const v = await new T(); return v === 'mine' ? 'held' : 'REACHED';
//# __proto__ in an answer does not change a prototype | completed
const x = JSON.parse('{"__proto__":{"admin":true}}'); return x.admin === undefined && ({}).admin === undefined && Object.getPrototypeOf(x) === Object.prototype ? 'held' : 'REACHED';
//# __proto__ in the input does not change a prototype | completed | input={"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}
return input.admin === undefined && ({}).admin === undefined && Object.getPrototypeOf(input) === Object.prototype ? 'held' : 'REACHED';
//# merging the input pollutes nobody beyond this call | completed | input={"__proto__":{"polluted":"REACHED"}}
const merge = (a, b) => { for (const k of Object.keys(b)) { if (b[k] && typeof b[k] === 'object') { a[k] ??= {}; merge(a[k], b[k]); } else a[k] = b[k]; } return a; }; merge({}, input); return 'held';
//# what the call before left behind | completed
return ({}).polluted === undefined && globalThis.left === undefined && Array.prototype.left === undefined ? 'held' : 'REACHED';
//# leaves something for the next call | completed
globalThis.left = 1; Array.prototype.left = 1; Object.prototype.polluted = 1; Object.freeze(Object.prototype); return 'held';
//# what that call left behind | completed
return ({}).polluted === undefined && globalThis.left === undefined && [].left === undefined && !Object.isFrozen(Object.prototype) ? 'held' : 'REACHED';
//# template objects are not shared between calls | completed
const t = (s) => s; const s = t`a`; const was = s.raw.marked; try { s.marked = 1; } catch {} return was === undefined && Object.isFrozen(s) ? 'held' : 'REACHED';
//# registered symbols carry nothing between calls | completed
const s = Symbol.for('shared'); const was = Object.getPrototypeOf(s)[s]; Object.getPrototypeOf(s)[s] = 1; return was === undefined ? 'held' : 'REACHED';
//# literal regular expressions keep no index between calls | completed
const r = /a/g; const at = r.lastIndex; r.lastIndex = 77; return at === 0 ? 'held' : 'REACHED';
//# functions of a module keep no property between calls | completed
const was = f.kept; f.kept = 1; return was === undefined ? 'held' : 'REACHED';
//# the module's namespace cannot be written | completed
import * as me from './main.js';
export async function f() { try { me.f = 1; return 'REACHED'; } catch { return Object.isExtensible(me) ? 'REACHED' : 'held'; } }
//# await of the module's own namespace runs its then | completed
import * as me from './main.js';
export function then(a) { a('own'); }
export async function f() { return (await me) === 'own' ? 'held' : 'REACHED'; }
//# a handler by a name of the prototype | threw | handler=constructor
return 'REACHED';
//# a handler by a name of the prototype, two | threw | handler=__proto__
return 'REACHED';
//# a handler by a name that is no function | threw | handler=toString
return 'REACHED';
//# an export called then | completed | handler=then
export function then() { return 'held'; }
//# exports that are getters of the module | completed
export { g as f }; function g() { return 'held'; }
