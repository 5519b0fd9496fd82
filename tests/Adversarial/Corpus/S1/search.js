//# indexOf of a piece that nearly fits everywhere | threw
return 'a'.repeat(4e6).indexOf('a'.repeat(1e5) + 'b' + 'a'.repeat(1e5));
//# includes of a piece that nearly fits everywhere | threw
return 'a'.repeat(4e6).includes('a'.repeat(2e5) + 'b' + 'a'.repeat(1e5));
//# lastIndexOf of a piece that nearly fits everywhere | threw
return 'a'.repeat(4e6).lastIndexOf('a'.repeat(1e5) + 'b' + 'a'.repeat(1e5));
//# indexOf of an object whose text nearly fits everywhere | threw
return 'a'.repeat(4e6).indexOf({ toString: () => 'a'.repeat(1e5) + 'b' + 'a'.repeat(1e5) });
//# lastIndexOf of a list whose text nearly fits everywhere | threw
return 'a'.repeat(4e6).lastIndexOf(['a'.repeat(1e5) + 'b' + 'a'.repeat(1e5)]);
//# split by a piece that nearly fits everywhere | threw
return 'a'.repeat(4e6).split('a'.repeat(1e5) + 'b' + 'a'.repeat(1e5)).length;
//# split by an object whose text nearly fits everywhere | threw
return 'a'.repeat(4e6).split({ toString: () => 'a'.repeat(1e5) + 'b' + 'a'.repeat(1e5) }).length;
//# split with a limit by a piece that nearly fits everywhere | threw
return 'a'.repeat(4e6).split('a'.repeat(1e5) + 'b' + 'a'.repeat(1e5), 5).length;
//# replace of a piece that nearly fits everywhere | threw
return 'a'.repeat(4e6).replace('a'.repeat(1e5) + 'b' + 'a'.repeat(1e5), 'x').length;
//# replaceAll of a piece that nearly fits everywhere | threw
return 'a'.repeat(4e6).replaceAll('a'.repeat(1e5) + 'b' + 'a'.repeat(1e5), 'x').length;
//# replaceAll by a function of an object whose text nearly fits everywhere | threw
return 'a'.repeat(4e6).replaceAll({ toString: () => 'a'.repeat(1e5) + 'b' + 'a'.repeat(1e5) }, () => 'x').length;
//# a list of one long text searched for its equal, indexOf | cpu, memory
const s = 'x'.repeat(4e6 - 1); return Array(900_000).fill(s + 'y').indexOf(s + 'z');
//# a list of one long text searched for its equal, includes | cpu, memory
const s = 'x'.repeat(4e6 - 1); return Array(900_000).fill(s + 'y').includes(s + 'z');
//# a list of one long text searched for its equal, lastIndexOf | cpu, memory
const s = 'x'.repeat(4e6 - 1); return Array(900_000).fill(s + 'y').lastIndexOf(s + 'z');
//# a set of many long texts that are one | cpu, completed, memory, lethal
const s = 'x'.repeat(4e6); return new Set(Array(900_000).fill(s)).size;
//# a map asked for a long text again and again | cpu, memory, lethal
const m = new Map([['x'.repeat(2e6), 1]]); let n = 0; for (let i = 0; ; i++) n += m.get('x'.repeat(2e6 - 1) + (i % 9)) ?? 0;
//# a list of long equal texts, sorted | cpu, memory, completed, lethal
const a = Array(2000).fill('x'.repeat(1e6) + 'a'); for (let i = 0; i < 2000; i += 2) a[i] = 'x'.repeat(10); a.sort(); return a.length;
//# two long texts compared for each element | cpu, memory, lethal
const s = 'x'.repeat(2e6) + 'a', t = 'x'.repeat(2e6) + 'b'; return Array(900_000).fill(0).map((_, i) => (i % 2 ? s : t)).sort().length;
//# groups under one long name | cpu, memory, completed, lethal
const s = 'x'.repeat(4e6); return Object.keys(Object.groupBy(Array(100_000).fill(1), () => s)).length;
//# entries under one long name | cpu, memory, completed, lethal
const e = ['x'.repeat(4e6), 1]; return Object.keys(Object.fromEntries(Array(900_000).fill(e))).length;
//# a typed array searched for what it does not hold | cpu
const a = new Float64Array(250_000); for (;;) a.lastIndexOf(1);
//# startsWith and endsWith of long texts | cpu, memory
const s = 'x'.repeat(4e6); let n = 0; for (;;) n += s.startsWith(s) && s.endsWith(s) ? 1 : 0;
//# a long piece in a long text, which does not fit at once | threw
return 'a'.repeat(1e6).indexOf('a'.repeat(1500) + 'b');
