//# a mean of a million values | hostCalls, memory, cpu
return ctx.stats.mean(Array(1_000_000).fill(1));
//# a mean of a list that only says that it is long | hostCalls, threw
const a = []; a.length = 4_000_000_000; return ctx.stats.mean(a);
//# means of fifty thousand values for ever | hostCalls, cpu, memory
const a = Array(50_000).fill(1); for (;;) ctx.stats.mean(a);
//# rows beyond the limit, caught and tried again | hostCalls, cpu
const a = Array(60_000).fill(1); for (;;) { try { ctx.stats.mean(a); } catch {} }
//# a mean of NaN | threw
return ctx.stats.mean([1, NaN]);
//# a deviation of Infinity | threw
return ctx.stats.stdev([1, Infinity, -Infinity]);
//# a mean of the largest numbers | threw
return ctx.stats.mean([1.7e308, 1.7e308]);
//# a mean of the smallest numbers | completed
return ctx.stats.mean([5e-324, -5e-324]) === 0 && ctx.stats.stdev([5e-324, 5e-324]) === 0 ? 1 : null.wrong;
//# a mean of objects that turn into numbers | threw
return ctx.stats.mean([{ valueOf: () => 1, toString: () => '1' }]);
//# a mean of texts with an exponent, a blank and another alphabet | threw
return ctx.stats.mean(['１', '1e5', ' 1']);
//# a mean of an object that plays a list | threw
return ctx.stats.mean({ length: 3, 0: 1, 1: 2, 2: 3 });
//# a list with a getter that throws | threw
const a = [1, 2]; Object.defineProperty(a, 1, { get() { throw new Error('mine'); } }); return ctx.stats.mean(a);
//# a list with a getter that never ends | cpu, statements
const a = [1, 2]; Object.defineProperty(a, 1, { get() { for (;;); } }); return ctx.stats.mean(a);
//# a list with a getter that takes its end away | threw
const a = [1, 2, 3]; Object.defineProperty(a, 0, { get() { a.length = 1; return 1; } }); return ctx.stats.mean(a);
//# a list with a getter that grows it | completed
const a = [1, 2]; Object.defineProperty(a, 0, { get() { a.push(...Array(1000).fill(9)); return 1; } }); return ctx.stats.mean(a) === 1.5 ? 1 : null.wrong;
//# a list with a getter that asks for its own mean | depth, hostCalls, cpu, memory
const a = [1]; Object.defineProperty(a, 0, { get: () => ctx.stats.mean(a) }); return ctx.stats.mean(a);
//# a list whose prototype has numbers in its holes | completed, threw
Array.prototype[1] = 7; return ctx.stats.mean([1, , 3]) > 0;
//# a quantile beyond all | threw
return ctx.stats.quantile([1, 2], 1.0000001);
//# a quantile at NaN | threw
return ctx.stats.quantile([1, 2], NaN);
//# constants of a subgroup that is none | threw
return ctx.stats.constants(2.5);
//# constants of a subgroup without end | threw
return ctx.stats.constants(1e9);
//# a chart of nothing | threw
return ctx.stats.xbarR([]);
//# a chart of empty subgroups | threw
return ctx.stats.xbarR([[], []]);
//# a chart of subgroups that differ | threw
return ctx.stats.xbarS([[1, 2], [1, 2, 3]]);
//# a chart of one list fifty thousand times | hostCalls, memory, cpu
const g = [1, 2, 3]; return ctx.stats.xbarR(Array(50_000).fill(g));
//# a chart of subgroups nested five thousand deep | threw
let g = [1]; for (let i = 0; i < 5_000; i++) g = [g]; return ctx.stats.xbarR(g);
//# a chart of ninety thousand values answered as objects | cpu, memory, result
return ctx.stats.imr(Array.from({ length: 90_000 }, (_, i) => i));
//# a share of more than there is | threw
return ctx.stats.p([5], [4]);
//# a share of nothing | threw
return ctx.stats.p([0], [0]);
//# counts that are halves and less than none | threw
return ctx.stats.c([0.5, -1]);
//# rules without measure | threw
return ctx.stats.rules([], Array(33).fill({ id: 'a', kind: 'trend', of: 3 }));
//# a rule that looks back a million points | threw
return ctx.stats.rules([{ value: 1, centre: 0, sigma: 1 }], [{ id: 'a', kind: 'beyond', of: 1e6 }]);
//# a rule that looks at no points | threw
return ctx.stats.rules([{ value: 1, centre: 0, sigma: 1 }], [{ id: 'a', kind: 'alternate', of: 0 }]);
//# a rule of a kind that the prototype has | threw
return ctx.stats.rules([{ value: 1, centre: 0, sigma: 1 }], [{ id: 'a', kind: 'constructor', of: 1 }]);
//# rules at their longest over as many points as there may be | cpu, hostCalls, memory, result
const p = Array(3_000).fill({ value: 1, centre: 0, sigma: 1 }); return ctx.stats.rules(p, Array.from({ length: 32 }, (_, i) => ({ id: 'r' + i, kind: 'within', of: 100, sigmas: 10 }))).length;
//# points whose getters count | completed
let n = 0; const p = { get value() { return n++; }, centre: 0, sigma: 1 }; return ctx.stats.rules([p, p, p], [{ id: 'a', kind: 'trend', of: 3 }])[2].length === 1 ? 1 : null.wrong;
//# a sigma below none | threw
return ctx.stats.rules([{ value: 1, centre: 0, sigma: -1 }], [{ id: 'a', kind: 'beyond', of: 1, sigmas: 3 }]);
//# capability between limits that are crossed | threw
return ctx.stats.capability([[1, 2], [2, 3]], { lower: 5, upper: 1 });
//# capability without spread | completed
return ctx.stats.capability([[1, 1], [1, 1]], { lower: 0, upper: 2 }).cpk === null ? 1 : null.wrong;
//# a group by a field that is an object with a text | threw
return ctx.table.group([{ a: { toString: () => 'x' } }], { by: 'a' });
//# a group by keys that try to be one another | completed
return ctx.table.group([{ a: '1', b: '' }, { a: 1, b: '' }, { a: '1:', b: '' }, { a: null, b: '1' }, { a: '', b: null }, { a: true }], { by: ['a', 'b'] }).length === 6 ? 1 : null.wrong;
//# a group by __proto__ and constructor | completed
const g = ctx.table.group([JSON.parse('{"__proto__":"x","constructor":"y"}')], { by: ['__proto__', 'constructor'] })[0].group; return Object.keys(g).length === 2 && ({}).x === undefined ? 1 : null.wrong;
//# groups of ninety thousand | cpu, memory, hostCalls, result
return ctx.table.group(Array.from({ length: 90_000 }, (_, i) => ({ a: i })), { by: 'a', sum: 'a' }).length;
//# a sum of the largest numbers | completed
return ctx.table.group(Array(1_000).fill({ a: 1e15 }), { sum: 'a' })[0].sum.a === 1e18 ? 1 : null.wrong;
//# a sum of NaN | threw
return ctx.table.group([{ a: NaN }], { sum: 'a' });
//# a key of four million characters in every row | threw
const a = 'x'.repeat(4_000_000); return ctx.table.group(Array(1_000).fill({ a }), { by: 'a' }).length;
//# an order of rows by a getter that never says the same | completed
let n = 0; const r = { get a() { return (n = (n * 7 + 3) % 11); } }; return ctx.table.sort(Array(1_000).fill(r), 'a').length === 1_000 ? 1 : null.wrong;
//# an order of rows by a getter that orders the rows | depth, hostCalls, cpu, memory
const r = { get a() { return ctx.table.sort([r, r], 'a').length; } }; return ctx.table.sort([r, r], 'a');
//# an order of rows that are no rows | threw
return ctx.table.sort([1, null], 'a');
//# an order by a hundred fields | threw
return ctx.table.sort([{ a: 1 }], Array(100).fill('a'));
//# an order of ninety thousand texts | cpu, memory, result, hostCalls
const a = Array.from({ length: 90_000 }, (_, i) => ({ a: 'x'.repeat(50) + (i * 7919 % 90_000) })); return ctx.table.sort(a, 'a').length;
//# a join that multiplies | hostCalls, cpu, memory
const a = Array(2_000).fill({ k: 1 }); return ctx.table.join(a, a, { on: 'k', as: 'b' }).length;
//# a join of rows as wide as fifty thousand fields | cpu, memory
const w = {}; for (let i = 0; i < 5_000; i++) w['k' + i] = i; return ctx.table.join(Array(1_000).fill(w), [{ k1: 1 }], { on: 'k1', as: 'b' }).length;
//# a join that puts its own row under __proto__ | completed
const r = ctx.table.join([{ k: 1 }], [{ k: 1, evil: 1 }], { on: 'k', as: '__proto__' })[0]; return r.evil === undefined && Object.prototype.hasOwnProperty.call(r, '__proto__') ? 1 : null.wrong;
//# a join of a row whose getter takes its fields away | completed
const r = { get k() { delete r.z; return 1; }, z: 1 }; return ctx.table.join([r], [{ k: 1 }], { on: 'k', as: 'b' }).length;
//# a pivot with a column for each row | threw, hostCalls, cpu, memory
return ctx.table.pivot(Array.from({ length: 50_000 }, (_, i) => ({ a: i, b: i })), { row: 'a', column: 'b' }).rows.length;
//# a pivot that fills a square | hostCalls, cpu, memory, threw
return ctx.table.pivot(Array.from({ length: 499 }, (_, i) => ({ a: i, b: i })), { row: 'a', column: 'b' }).rows.length;
//# a table of two million characters | threw
return ctx.csv.parse('a\n' + '1\n'.repeat(1_000_000));
//# a table of half a million lines | hostCalls, cpu, memory
return ctx.csv.parse('a\n' + '1\n'.repeat(400_000)).rows.length;
//# a table of half a million empty lines | completed
return ctx.csv.parse('a' + '\n'.repeat(500_000)).rows.length === 0 ? 1 : null.wrong;
//# a table as wide as a hundred thousand cells | threw
return ctx.csv.parse(','.repeat(100_000));
//# a table whose quote is open for a megabyte | threw
return ctx.csv.parse('a\n"' + 'x'.repeat(1_000_000));
//# a table of nothing but quotes | threw, completed
return ctx.csv.parse('"'.repeat(1_000_001)).rows.length;
//# columns named __proto__ and constructor | completed
const r = ctx.csv.parse('__proto__,constructor\nx,y').rows[0]; return Object.keys(r).includes('__proto__') && ({}).constructor === Object ? 1 : null.wrong;
//# a separator that is a pattern | threw
return ctx.csv.parse('a', { separator: '.*' });
//# a separator that is a getter without end | cpu, statements
return ctx.csv.parse('a', { get separator() { for (;;); } });
//# a cell that is a formula | completed
return ctx.csv.write([{ a: '=cmd|x', b: -5, c: '@x', d: '+1', e: '\t=1' }], ['a', 'b', 'c', 'd', 'e']).split('\r\n')[1] === "'=cmd|x,-5,'@x,'+1,\"'\t=1\"" ? 1 : null.wrong;
//# a heading that is a formula | completed
return ctx.csv.write([], [{ field: 'a', label: '=1+1' }]) === "'=1+1\r\n" ? 1 : null.wrong;
//# a cell that is a cycle | threw
const a = {}; a.a = a; return ctx.csv.write([a], ['a']);
//# a cell whose toJSON writes the table again | depth, hostCalls, cpu, memory, threw
const o = { toJSON: () => ctx.csv.write([{ a: o }], ['a']) }; return ctx.csv.write([{ a: o }], ['a']).length;
//# a table written of four million characters a cell | threw, memory, cpu
return ctx.csv.write(Array(100).fill({ a: 'x'.repeat(4_000_000) }), ['a']).length;
//# a calendar whose days never end | cpu, statements, hostCalls
return ctx.date.addWorkdays('2026-01-01', 10, { days: { get ['2026-01-02']() { for (;;); } } });
//# a calendar on which nobody works | threw
return ctx.date.addWorkdays('2026-01-01', 1, { rest: [1, 2, 3, 4, 5, 6, 7] });
//# a calendar with a week of nine days | threw
return ctx.date.isWorkday('2026-01-01', { rest: [9] });
//# workdays of a thousand years | threw
return ctx.date.workdaysBetween('1026-01-01', '2026-01-01');
//# workdays walked for ever | hostCalls, cpu
for (;;) ctx.date.workdaysBetween('2020-01-01', '2029-01-01');
//# a moment that is no moment | threw
return ctx.date.dayOf('2026-13-01T00:00:00.000Z');
//# a moment at the end of the calendar | completed, threw
return ctx.date.dayOf('9999-12-31T23:59:59.999Z');
//# a time at the end of the calendar | threw
return ctx.date.at('9999-12-31', '23:59');
//# the helpers themselves, changed | completed, threw
try { ctx.stats.mean = () => 1; } catch {} try { ctx.table = null; } catch {} return ctx.stats.mean([2]) === 2 && typeof ctx.table.group === 'function' ? 1 : null.wrong;
