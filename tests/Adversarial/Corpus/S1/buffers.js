//# buffer of 400 MB | threw
return new ArrayBuffer(400e6).byteLength;
//# typed array of 400 MB | threw
return new Float64Array(50e6).length;
//# typed array with a length that is an object | threw
return new Uint8Array({ valueOf: () => 1e9, length: 1e9 }).length;
//# typed array by Array.from | threw, memory, cpu
return Float64Array.from({ length: 50e6 }).length;
//# typed array of a subclass | threw
class A extends Float64Array {} return new A(50e6).length;
//# resizable buffer | threw
return new ArrayBuffer(1, { maxByteLength: 400e6 }).byteLength;
//# resize grows to what was not allowed | threw
const b = new ArrayBuffer(8, { maxByteLength: 2e6 }); b.resize(4e8); return b.byteLength;
//# transfer grows | threw
return new ArrayBuffer(8).transfer(4e8).byteLength;
//# transferToFixedLength grows | threw
return new ArrayBuffer(8).transferToFixedLength(4e8).byteLength;
//# many allowed buffers | memory
const a = []; for (;;) a.push(new ArrayBuffer(2e6));
//# constructor of a typed array through an instance | threw
return new (new Uint8Array(1).constructor)(4e8).length;
//# constructor through the prototype's prototype | threw
return new (Object.getPrototypeOf(Uint8Array))(4e8).length;
//# species answers with the greatest array | threw, memory
class A extends Uint8Array { static get [Symbol.species]() { return function () { return new Float64Array(1e9); }; } } return new A(4).map((x) => x).length;
//# slice through a species buffer | threw, memory
class B extends ArrayBuffer { static get [Symbol.species]() { return function (n) { return new ArrayBuffer(4e8); }; } } return new B(8).slice(0).byteLength;
//# fill, sort and copy in a loop | cpu
const a = new Float64Array(250_000); for (;;) { a.fill(1); a.sort(); a.copyWithin(1, 0); }
//# sort with a comparator without end | cpu
const a = new Float64Array(250_000); a.sort(() => 1); for (;;) a.sort((x, y) => y - x);
//# join of a long typed array | threw, memory, cpu
return new Uint8Array(2e6).fill(255).join('xxxxxxxxx').length;
//# text of a long typed array | threw, memory, cpu
return String(new Uint8Array(2e6).fill(255)).length;
//# set from an array-like without end | cpu, threw, memory
new Uint8Array(8).set({ length: 2 ** 53 - 1 });
//# a view for each byte | memory, cpu
const b = new ArrayBuffer(2e6), a = []; for (let i = 0; ; i++) a.push(new DataView(b, i % 2e6));
//# bytes from a hex text that is too long | threw, memory
return Uint8Array.fromHex('ff'.repeat(2e6) + 'ff'.repeat(1)).length + Uint8Array.fromHex('f'.repeat(4_194_306)).length;
