using Marketplace.Sandbox.Engines;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class LockdownTests
{
    public static TheoryData<string> Removed => [.. Lockdown.Removed];

    [Theory]
    [MemberData(nameof(Removed))]
    public async Task Takes_a_global_away(string name) =>
        Assert.False((await Runs.Result($"return '{name}' in globalThis || Object.getOwnPropertyNames(globalThis).includes('{name}');")).GetBoolean());

    [Theory]
    [InlineData("Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())).map")]
    [InlineData("[].values().toArray")]
    [InlineData("Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())).constructor === Object ? undefined : 1")]
    [InlineData("DataView.prototype.getBigInt64")]
    [InlineData("Date.prototype.toTemporalInstant")]
    [InlineData("JSON.rawJSON")]
    [InlineData("new Uint8Array(1).buffer.constructor === ArrayBuffer ? undefined : 1")]
    [InlineData("new Uint8Array(1).constructor === Uint8Array ? undefined : 1")]
    public async Task Leaves_no_way_back(string expression) =>
        Assert.Equal("true", (await Runs.Result($"return ({expression}) === undefined;")).GetRawText());

    [Theory]
    [InlineData("(() => {}).constructor('return 1')()")]
    [InlineData("(async () => {}).constructor('return 1')()")]
    [InlineData("(function* () {}).constructor('yield 1')().next()")]
    [InlineData("(async function* () {}).constructor('yield 1')()")]
    [InlineData("Object.getPrototypeOf(Int8Array)(3)")]
    [InlineData("new ArrayBuffer(9e6)")]
    [InlineData("new ArrayBuffer(1, { maxByteLength: 9e6 })")]
    [InlineData("new ArrayBuffer(1).transfer(9e6)")]
    [InlineData("new Float64Array(2e6)")]
    [InlineData("Float64Array.from({ length: 2e6 })")]
    [InlineData("new Float64Array({ length: 2e6 })")]
    [InlineData("new (class X extends Float64Array {})(2e6)")]
    [InlineData("'x'.repeat(5e6)")]
    [InlineData("'x'.padStart(5e6)")]
    [InlineData("'x'.padEnd(5e6, 'ab')")]
    [InlineData("'x'.repeat(3e6).concat('y'.repeat(3e6))")]
    [InlineData("'x'.repeat(1e6).replaceAll('x', 'yyyyyyyy')")]
    [InlineData("'x'.repeat(4e3).replace(/x/g, '$`')")]
    [InlineData("/x/g[Symbol.replace]('x'.repeat(5e3), 'y'.repeat(1000))")]
    [InlineData("Array(1e5).join('x'.repeat(100))")]
    [InlineData("encodeURIComponent('中'.repeat(1e6))")]
    [InlineData("'\\ufdfa'.repeat(1e6).normalize('NFKD')")]
    [InlineData("'x'.repeat(2e6).split('')")]
    public async Task Throws_before_it_grows(string expression)
    {
        var caught = await Runs.Result($"try {{ {expression}; return 'passed'; }} catch (e) {{ return e.name; }}");
        Assert.Contains(caught.GetString(), (string[])["RangeError", "TypeError", "EvalError"]);
    }

    [Theory]
    [InlineData("'abc'.replace(/b/g, '[$`$&$\\']')", "\"a[abc]c\"")]
    [InlineData("'aXbX'.replaceAll('X', '$&$&')", "\"aXXbXX\"")]
    [InlineData("'aXb'.replace('X', (m) => m + 1)", "\"aX1b\"")]
    [InlineData("'a-b-c'.split('-', 2)", """["a","b"]""")]
    [InlineData("'5'.padStart(3, '0') + '5'.padEnd(4, 'ab')", "\"0055aba\"")]
    [InlineData("'ab'.repeat(3) + 'x'.concat(1, null)", "\"abababx1null\"")]
    [InlineData("[1, [2, [3]], null, undefined, 'x'].join('-') + String([1, [2, 3]])", "\"1-2,3---x1,2,3\"")]
    [InlineData("(() => { const a = [1]; a.push(a); return a.join(); })()", "\"1,\"")]
    [InlineData("JSON.stringify({ a: [1, { b: undefined, c: () => 1 }], d: new Date(0), e: NaN, f: 'é\\n' }, null, 1)",
        "\"{\\n \\\"a\\\": [\\n  1,\\n  {}\\n ],\\n \\\"d\\\": \\\"1970-01-01T00:00:00.000Z\\\",\\n \\\"e\\\": null,\\n \\\"f\\\": \\\"é\\\\n\\\"\\n}\"")]
    [InlineData("JSON.stringify({ a: 1, b: 2 }, ['b']) + JSON.stringify([1], (k, v) => k === '' ? v : v + 1)", "\"{\\\"b\\\":2}[2]\"")]
    [InlineData("JSON.stringify(undefined) === undefined && JSON.stringify(Object('x')) === '\"x\"'", "true")]
    [InlineData("['b', 'a', 'B'].sort((x, y) => x.localeCompare(y)).join('')", "\"Bab\"")]
    [InlineData("(1234.5).toLocaleString() + ' ' + new Date(0).toLocaleString() + ' ' + 'i'.toLocaleUpperCase('tr')", "\"1234.5 1970-01-01 00:00:00 I\"")]
    [InlineData("Array.from(new Uint8Array([1, 2]).map((x) => x * 2)).join() + Uint8Array.of(3)[0] + new Uint8Array([7, 8]).join('-')", "\"2,437-8\"")]
    [InlineData("[...'a中😀'].length + [...(function* () { yield 1; yield 2; })()].join('')", "\"312\"")]
    public async Task Keeps_the_language_as_it_was(string expression, string expected) =>
        Assert.Equal(System.Text.Json.JsonElement.Parse(expected).ToString(), (await Runs.Result($"return {expression};")).ToString());
}
