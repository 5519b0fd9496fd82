//# nested plus | regex
return /(a+)+$/.test('a'.repeat(40) + 'b');
//# nested star in a group that repeats | regex
return /^(([a-z])*)*$/.test('a'.repeat(40) + '!');
//# overlapping alternatives | regex
return /^(a|aa)+$/.test('a'.repeat(60) + 'b');
//# alternatives with a common head | regex
return /^(?:ab|a|b)*c$/.test('ab'.repeat(40));
//# back reference | regex, completed
return /^(.*)\1\1\1x$/.test('ab'.repeat(6000));
//# look-behind | regex, completed
return /(?<=(a+)+)b/.test('a'.repeat(50_000) + 'c');
//# look-ahead that repeats | regex, completed
return /^(?=(a+)+$)b/.test('a'.repeat(40) + 'c');
//# lazy quantifiers | regex
return /^(a+?)+?$/.test('a'.repeat(40) + 'b');
//# three greedy runs | regex, completed
return /^.*.*.*.*.*x$/.test('y'.repeat(3000));
//# case folding | regex
return /^(A|a|ä)+$/i.test('a'.repeat(60) + '1');
//# unicode sets | regex, threw
return /^([\p{L}--[b]]|a)+$/v.test('a'.repeat(40) + '1');
//# unicode classes | regex
return /^(\p{L}+)+$/u.test('中'.repeat(40) + '1');
//# built at run time | regex
return new RegExp('(x+x+)+y').test('x'.repeat(40));
//# compiled over an innocent one | regex
const r = /a/; r.compile('(x+x+)+y'); return r.test('x'.repeat(40));
//# from a text given to match | regex
return 'x'.repeat(40).match('(x+x+)+y');
//# from a text given to search | regex
return 'x'.repeat(40).search('(x+x+)+y');
//# inside split | regex
return 'x'.repeat(40).split(/(x+x+)+y/);
//# inside replace | regex
return 'x'.repeat(40).replace(/(x+x+)+y/g, '-');
//# inside matchAll | regex
return [...'x'.repeat(40).matchAll(/(x+x+)+y/g)];
//# sticky, again and again | cpu, regex
const r = /(?:a|a)*b/y; for (;;) { r.lastIndex = 0; r.test('a'.repeat(16)); }
//# many cheap matches in a loop | cpu
const r = /a+b/; for (;;) r.test('aaaa');
//# caught and tried again | regex
for (;;) { try { /(x+x+)+y/.test('x'.repeat(40)); } catch {} }
//# huge counted repeat | threw, memory, completed, regex, notAdmitted, cpu
return new RegExp('(?:a{1000}){1000}').test('a'.repeat(1000));
//# counted repeats nested | threw, memory, completed, regex, cpu
return new RegExp('((a{1,100}){1,100}){1,100}b').test('a'.repeat(200));
//# a pattern of a megabyte | threw, memory, completed, regex, cpu
return new RegExp('a?'.repeat(100_000) + 'b').test('a'.repeat(100));
//# a pattern nested ten thousand deep | threw, memory, depth, completed
return new RegExp('('.repeat(10_000) + ')'.repeat(10_000)).test('a');
//# a thousand alternatives of a thousand | threw, memory, completed, regex, cpu
return new RegExp(Array.from({ length: 1000 }, (_, i) => 'x'.repeat(i % 90) + i).join('|') + 'zz').test('x'.repeat(5000));
//# patterns made without end | cpu, memory, regex
for (let i = 0; ; i++) new RegExp('a' + i + '(b|c)*d').test('a');
//# exec that lies to replace without end | cpu, memory, threw
const r = /x/g; r.exec = () => ({ index: 0, length: 1, 0: '' }); return 'x'.replace(r, 'y');
//# flags that lie to split | cpu, memory, threw
class R extends RegExp { get flags() { return 'gy'; } static get [Symbol.species]() { return function () { return { exec: () => null, lastIndex: 0 }; }; } } return new R('x').exec('y') ?? 'x'.repeat(4e6).split(new R('x')).length;
