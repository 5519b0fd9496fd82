//# repeat to half a gigabyte | threw
return 'a'.repeat(2 ** 28).length;
//# repeat to the engine's own end | threw
return 'a'.repeat(2 ** 29 + 1).length;
//# repeat just over the ceiling | threw
return 'ab'.repeat(2_097_153).length;
//# padStart | threw
return 'a'.padStart(2 ** 28, 'xy').length;
//# padEnd | threw
return 'a'.padEnd(2 ** 30).length;
//# padStart with a length that is an object | threw
return 'a'.padStart({ valueOf: () => 1e9 }).length;
//# doubling by addition | memory
let s = 'a'; for (;;) s += s;
//# doubling by a template | memory, threw
let s = 'a'; for (;;) s = `${s}${s}`;
//# doubling by concat | threw, memory
let s = 'a'; for (;;) s = s.concat(s);
//# doubling by join | threw, memory
let s = 'a'; for (;;) s = [s, s].join('');
//# doubling by Array.toString | threw, memory, cpu
let s = 'a'; for (;;) s = [s, s].toString();
//# doubling by addition and flattening each time | memory
let s = 'a'; for (;;) { s += s; s.charCodeAt(0); }
//# long separator | threw, memory
return Array(1000).join('x'.repeat(1e6)).length;
//# join of short parts to more than a text may hold | threw
return Array(120).join('x'.repeat(40_000)).length;
//# nested arrays share their parts | threw, cpu, memory
let a = ['xxxxxxxxxx']; for (let i = 0; i < 30; i++) a = [a, a]; return String(a).length;
//# replaceAll multiplies | threw
return 'x'.repeat(4e6).replaceAll('x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy').length;
//# replaceAll of the empty piece | threw
return 'x'.repeat(4e6).replaceAll('', 'yy').length;
//# replace with the text before, for each match | threw
return 'x'.repeat(40_000).replace(/x/g, '$`').length;
//# replace with the text after, for each match | threw, regex
return 'x'.repeat(40_000).replace(/x/g, "$'$'").length;
//# replace with the match many times | threw
return 'x'.repeat(1e6).replace(/x+/, '$&'.repeat(1000)).length;
//# replace with a group many times | threw
return 'x'.repeat(1e6).replace(/(x+)/, '$1'.repeat(1000)).length;
//# replace with a named group many times | threw
return 'x'.repeat(1e6).replace(/(?<n>x+)/, '$<n>'.repeat(1000)).length;
//# Symbol.replace reached directly | threw
return /x/g[Symbol.replace]('x'.repeat(50_000), 'y'.repeat(10_000)).length;
//# replace through an object whose Symbol.replace is the built-in | threw, memory, cpu
const o = { [Symbol.replace]: RegExp.prototype[Symbol.replace], exec: () => ({ index: 0, length: 1, 0: 'x' }), flags: 'g', lastIndex: 0 }; return 'x'.repeat(1e5).replace(o, '$`').length;
//# replace callback that returns much | memory, threw, cpu
const big = 'y'.repeat(1e6); return 'x'.repeat(1000).replace(/x/g, () => big).length;
//# split into single characters | threw, memory
return 'x'.repeat(4e6).split('').length;
//# split by a regular expression | threw, memory, cpu
return 'x'.repeat(4e6).split(/(?:)/).length;
//# spread of a long text | memory, threw, cpu
return [...'x'.repeat(4e6)].length;
//# normalize to the longest form | threw
return '\ufdfa'.repeat(1e6).normalize('NFKD').length;
//# normalize again and again | cpu, memory, threw
let s = '\u0344'.repeat(100_000); for (;;) s.normalize('NFD');
//# encodeURIComponent of astral text | threw
return encodeURIComponent('\u{1F600}'.repeat(1e6)).length;
//# encodeURI of Chinese text | threw
return encodeURI('中'.repeat(1e6)).length;
//# escape of Chinese text | threw
return escape('中'.repeat(4e6)).length;
//# String.raw with a long list | threw, memory, cpu
return String.raw({ raw: { length: 1e9, 0: 'x' } }).length;
//# String.raw with long pieces | threw, memory
const p = 'x'.repeat(4e6); return String.raw({ raw: Array(50).fill(p) }).length;
//# html methods escape their argument | threw
return 'x'.anchor('"'.repeat(4e6)).length;
//# link, fontcolor and fontsize do too | threw
return 'x'.link('"'.repeat(4e6)).fontcolor('"'.repeat(4e6)).length;
//# toUpperCase grows | memory, threw, cpu, completed
let s = 'ΐ'.repeat(4e6); return s.toUpperCase().toUpperCase().length;
//# fromCharCode with a huge list of arguments | threw, memory, depth
return String.fromCharCode.apply(null, { length: 5e7 }).length;
//# fromCodePoint with a spread | threw, memory
return String.fromCodePoint(...Array(999_999).fill(0x1F600)).length;
//# bytes as hex text | threw, memory
let s = ""; for (;;) s += new Uint8Array(2e6).toHex();
//# bytes as base64 again and again | memory, cpu
const b = new Uint8Array(2e6); for (;;) b.toBase64();
//# compares long equal texts | cpu, memory
const a = 'x'.repeat(4e6), b = 'x'.repeat(3_999_999) + 'x'; let n = 0; for (;;) n += a === b ? 1 : 0;
//# searches a list of long equal texts | cpu, memory
const a = Array.from({ length: 2000 }, (_, i) => 'x'.repeat(10_000) + i); for (;;) a.indexOf('x'.repeat(10_000));
//# sorts long equal texts | cpu, memory
const a = Array.from({ length: 200 }, (_, i) => 'x'.repeat(20_000) + (i % 7)); for (;;) a.toSorted();
//# quadratic indexOf | cpu
const s = 'a'.repeat(120) + 'b', t = 'a'.repeat(2e6); let n = 0; for (;;) n += t.indexOf(s);
//# lists the keys of a long String object | lethal, memory, cpu
return Object.keys(Object('x'.repeat(4e6))).length;
//# copies the characters of a long String object | lethal, memory, cpu
return Object.assign({}, 'x'.repeat(4e6)).x;
//# localeCompare in a loop | cpu
const s = 'ä'.repeat(1e6); for (;;) s.localeCompare(s);
//# message of a thrown error | threw
throw new Error('x'.repeat(4e6));
//# name of a thrown error | threw
const e = new Error('x'); e.name = 'n'.repeat(4e6); throw e;
//# slices keep the whole alive | memory, cpu
const a = []; for (let i = 0; ; i++) a.push(('x'.repeat(1e5) + i).slice(1));
