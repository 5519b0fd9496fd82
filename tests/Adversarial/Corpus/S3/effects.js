//# effects over two hundred | effects
for (let i = 0; i < 201; i++) ctx.records.tag.insert({});
//# effects without end, caught | effects
for (;;) { try { ctx.emit('x', {}); } catch {} }
//# effects of a megabyte each | effects, memory, result
for (let i = 0; i < 50; i++) ctx.records.tag.insert({ a: 'x'.repeat(1_000_000) });
//# effects that are together too much | effects
for (let i = 0; i < 150; i++) ctx.records.tag.insert({ a: 'x'.repeat(10_000) });
//# effects carried along by each question | effects, memory, hostCalls
for (let i = 0; i < 49; i++) { ctx.records.tag.insert({ a: 'x'.repeat(30_000) }); await ctx.records.tag.get('a'); }
//# a body that is a cycle | threw
const a = {}; a.a = a; ctx.records.tag.insert(a);
//# a body that is an array | threw
ctx.records.tag.insert([]);
//# a body that has no JSON form | threw
ctx.emit('x', () => 1);
//# a body whose toJSON answers with a function | threw
ctx.device.send('d', 'c', { toJSON: () => () => 1 });
//# a body whose toJSON answers with a text where a record is due | completed
ctx.records.tag.insert({ toJSON: () => 'text' }); return 1;
//# a body whose toJSON inserts | depth, threw, effects, cpu
const o = { toJSON() { ctx.records.tag.insert(o); return {}; } }; ctx.records.tag.insert(o);
//# a body that changes while it is written | completed
const o = { a: 1, get b() { delete o.c; o.d = 2; return 1; }, c: 3 }; ctx.records.tag.insert(o); return 1;
//# a body with a key that is __proto__ | completed
ctx.records.tag.insert(JSON.parse('{"__proto__":{"id":"x"}}')); return 1;
//# an update with a version that is no number | threw
ctx.records.tag.update('a', {}, { version: 'x' });
//# an update with a version beyond the numbers | threw
ctx.records.tag.update('a', {}, { version: 2 ** 60 });
//# a delete with a version that counts down | threw
ctx.records.tag.delete('a', { version: -1 });
//# a delete of an id that is huge | threw
for (let i = 0; i < 100; i++) ctx.records.tag.delete('x'.repeat(4e6)); return 1;
//# an event whose type is huge | threw
for (let i = 0; i < 100; i++) ctx.emit('x'.repeat(4e6), {}); return 1;
//# a device and a command that are huge | threw
for (let i = 0; i < 100; i++) ctx.device.send('x'.repeat(4e6), 'y'.repeat(4e6), {}); return 1;
//# a job's name that is huge | threw
for (let i = 0; i < 100; i++) ctx.job.start('x'.repeat(4e6)); return 1;
//# a job that waits for ever | threw
ctx.job.start('f', {}, { delayMs: Infinity });
//# a job that has waited already | threw
ctx.job.start('f', {}, { delayMs: -5 });
//# a job whose delay is a getter that counts | completed
let n = 0; ctx.job.start('f', {}, { get delayMs() { return n++; } }); return n === 1;
//# a device without the grant | refused | grants=none
ctx.device.send('d', 'c', {});
//# a write in a read-only function | refused | readOnly=true
ctx.records.tag.insert({});
//# a write in a read-only function, swallowed | completed | readOnly=true
for (let i = 0; i < 300; i++) { try { ctx.records.tag.insert({}); } catch {} } return 1;
//# effects of a call that throws do not count | threw
ctx.records.tag.insert({}); throw new Error('x');
//# a share without its grant | refused
ctx.share('machine.utilisation', { month: '2026-01', ran: 1, planned: 2 });
//# a share whose dataset is huge | threw
for (let i = 0; i < 100; i++) ctx.share('x'.repeat(4e6), {}); return 1;
//# another app that no scope names | threw
return ctx.apps.told.count({});
//# another app made up on ctx | completed, threw
try { ctx.apps.told = { count: () => 1 }; } catch {} return Object.keys(ctx.apps).length;
