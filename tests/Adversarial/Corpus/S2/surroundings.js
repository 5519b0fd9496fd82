//# no environment variable | completed
for (const n of ['process', 'Environment', 'env', 'Deno', 'Bun', 'os', 'std', 'java', 'Packages', 'host', 'engine', '__host', 'external', 'WScript']) if (n in globalThis) return 'REACHED ' + n; return 'held';
//# no network | completed
for (const n of ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'navigator', 'Request', 'Response', 'importScripts', 'Worker', 'MessageChannel', 'BroadcastChannel']) if (n in globalThis) return 'REACHED ' + n; return 'held';
//# no timer | completed
for (const n of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'performance']) if (n in globalThis) return 'REACHED ' + n; return 'held';
//# no file | completed
for (const n of ['require', 'module', 'load', 'read', 'readline', 'readFile', 'print', 'console', 'quit', '$262', 'gc']) if (n in globalThis) return 'REACHED ' + n; return 'held';
//# the clock does not move | completed
const a = Date.now(); let n = 0; for (let i = 0; i < 8_000; i++) n += i; return Date.now() === a && new Date().getTime() === a && Date.parse(ctx.now()) === a ? 'held' : 'REACHED';
//# the clock called as a function does not move | completed
const a = Date(); let n = 0; for (let i = 0; i < 8_000; i++) n += i; return Date() === a ? 'held' : 'REACHED';
//# the zone is UTC | completed
return new Date().getTimezoneOffset() === 0 && new Date(2026, 6, 1).getTimezoneOffset() === 0 && new Date(2026, 0, 1).toISOString() === '2026-01-01T00:00:00.000Z' && new Date(0).getHours() === 0 ? 'held' : 'REACHED';
//# local parsing is UTC | completed
return Date.parse('2026-01-01T00:00:00') === Date.parse('2026-01-01T00:00:00Z') && /GMT\+0000/.test(new Date(0).toString()) ? 'held' : 'REACHED ' + new Date(0).toString();
//# old local times are UTC too | completed
return new Date(1900, 0, 1).getTimezoneOffset() === 0 && new Date(-1e13).getTimezoneOffset() === 0 ? 'held' : 'REACHED';
//# chance is the call's seed and nothing of the machine | completed
return Math.random() === 0.3898297483912715 ? 'held' : 'REACHED';
//# garbage collection cannot be seen | completed
return [WeakMap, WeakSet].every((C) => !('size' in C.prototype) && !(Symbol.iterator in C.prototype)) && !('WeakRef' in globalThis) ? 'held' : 'REACHED';
//# shared memory cannot make a clock | completed
return 'SharedArrayBuffer' in globalThis || 'Atomics' in globalThis ? 'REACHED' : 'held';
//# the neighbour's secret is not in fresh memory | completed
const b = new Uint8Array(2e6); for (let i = 0; i < b.length; i += 4096) if (b[i] !== 0) return 'REACHED'; return 'held';
//# the neighbour's secret is not in a resized buffer | completed
const b = new ArrayBuffer(8, { maxByteLength: 2e6 }); b.resize(2e6); const v = new Uint8Array(b); for (let i = 0; i < v.length; i += 2048) if (v[i] !== 0) return 'REACHED'; return 'held';
//# the neighbour's secret is not in a transferred buffer | completed
const v = new Uint8Array(new ArrayBuffer(8).transfer(2e6)); for (let i = 0; i < v.length; i += 2048) if (v[i] !== 0) return 'REACHED'; return 'held';
//# the tenant is told, not chosen | completed
try { ctx.tenant = 'victim'; } catch {} try { Object.defineProperty(ctx, 'tenant', { value: 'victim' }); } catch {} return ctx.tenant === 'hostile' ? 'held' : 'REACHED ' + ctx.tenant;
//# the person is told, not chosen | completed
try { ctx.user.id = 'boss'; ctx.user.roles.push('owner'); } catch {} const again = ctx.user; return ctx.secondSigner === null ? 'held' : 'REACHED';
//# the second signer cannot be put in | completed
try { ctx.secondSigner = 'boss'; } catch {} return ctx.secondSigner === null ? 'held' : 'REACHED';
//# the grants cannot be seen or widened | completed
for (let o = ctx; o; o = Object.getPrototypeOf(o)) for (const k of Object.getOwnPropertyNames(o)) if (/grant|scope|seed|budget/i.test(k)) return 'REACHED ' + k; return 'held';
//# a secret is nothing but its name | completed
const s = ctx.secret('key'); return JSON.stringify(s) === '{"secret":"key"}' && Object.getOwnPropertyNames(s).length === 1 && Object.getPrototypeOf(s) === Object.prototype ? 'held' : 'REACHED ' + JSON.stringify(s);
//# ctx of a host function cannot be another object | completed
try { const r = ctx.now.call({ Run: 1 }); return typeof r === 'string' ? 'held' : 'REACHED'; } catch { return 'held'; }
//# an entity's function on another entity keeps its own | completed
const get = ctx.records.tag.get; await get.call(ctx.records.recipe, 'a'); return 'held';
//# a getter of the shape called on another object | completed
for (let o = ctx; o; o = Object.getPrototypeOf(o)) for (const k of Object.getOwnPropertyNames(o)) { const d = Object.getOwnPropertyDescriptor(o, k); if (d && d.get && k !== "__proto__") { try { const x = d.get.call({}); if (x && x !== d.get.call(o)) return 'REACHED ' + k; } catch {} } } return 'held';
//# locale keys lead to no prototype | completed
return ctx.t('__proto__') === '__proto__' && ctx.t('constructor') === 'constructor' && ctx.t('toString', { x: 1 }) === 'toString' ? 'held' : 'REACHED';
//# an entity by a name of the prototype | threw, completed
return ctx.records.constructor === Object || ctx.records.constructor === undefined ? 'held' : 'REACHED';
//# hash of nothing else but its text | completed
try { ctx.hash.sha256({ toString: () => 'x' }); return 'REACHED'; } catch { return 'held'; }
//# reads with the words of a database | completed
await ctx.records.tag.find({ where: { "a' OR 1=1 --": 1 } }); return 'held';
//# reads with an entity of their own | completed
try { await ctx.records.tag.find({ entity: 'secret' }); return 'REACHED'; } catch { return 'held'; }
//# reads with an entity hidden behind a duplicate key | completed
try { await ctx.records.tag.find(JSON.parse('{"where":1,"entity":"secret"}')); return 'REACHED'; } catch { return 'held'; }
//# reads with an entity behind an accessor | completed
try { await ctx.records.tag.find({ get entity() { return 'secret'; } }); return 'REACHED'; } catch { return 'held'; }
//# reads with an entity inherited | completed
class Q { where = {}; } Q.prototype.entity = 'secret'; await ctx.records.tag.find(new Q()); return 'held';
//# reads with an entity by toJSON | completed
const q = { where: {}, toJSON() { return { entity: 'secret' }; } }; await ctx.records.tag.find(q); return 'held';
//# reads with an id that closes the text | completed
await ctx.records.tag.get('x","entity":"secret'); return 'held';
//# reads with a key that closes the text | completed
await ctx.records.tag.find({ 'a":1,"entity":"secret","b': 1 }); return 'held';
