using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Calls;

/// <summary>The first calls of a process compile the interpreter itself, which took 109 ms of CPU time once: more than an honest
/// call's whole budget. So a process warms up on a script of its own, under a wide budget that nobody pays.</summary>
internal static class WarmUp
{
    private const int Rounds = 12;

    private const string Source = """
        class Line { #n; constructor(n, price) { this.#n = n; this.price = price; } get total() { return this.#n * this.price; } static of(x) { return new Line(...x); } }
        function* pairs(o) { for (const [k, v] of Object.entries(o)) yield [k, v]; }
        const deep = (n) => n === 0 ? [] : [deep(n - 1)];
        function sum(list) { let s = 0; for (let i = 0; i < list.length; i++) { if (list[i] % 2 === 0) continue; s += list[i]; } return s; }
        export async function warm({ input }, ctx) {
          const row = await ctx.records.thing.first({ where: { code: input.code, n: { gte: 1 } }, orderBy: ['-n'], limit: 3 });
          const [many, count] = await Promise.all([ctx.records.thing.find({ limit: 5 }), ctx.records.thing.count()]);
          let failed = null;
          try { await ctx.records.thing.get('none'); } catch (e) { failed = e.code; } finally { ctx.log('looked'); }
          try { null.x; } catch (e) { failed = e instanceof TypeError ? failed : String(e); }
          try { throw new RangeError('x'); } catch ({ name, message }) { failed ??= `${name}: ${message}`; }
          const lines = [[1, 2.5], [3, 4]].map(Line.of);
          const { a = 1, ...rest } = { b: 2, c: [3, ...[4, 5]], ...input };
          const words = 'a,b;c d'.split(/[,; ]/).map((w) => w.toUpperCase().padStart(3, '-')).join('|');
          const shown = words.replace(/(\w)/g, '<$1>').replaceAll('<', '[').trim().slice(1, -1).concat('x'.repeat(3));
          const grouped = new Map([...many.map((x) => [x.id, x])]); const seen = new Set(many.map((x) => x.id));
          const sorted = [...many, ...many].sort((x, y) => x.n - y.n || x.id.localeCompare(y.id)).filter((x) => seen.has(x.id));
          const reduced = sorted.reduce((s, x) => s + x.n, 0) + sum([1, 2, 3, 4, 5]); let i = 0; do { i++; } while (i < 40);
          for (const key in rest) { if (key === 'b') break; } outer: for (const x of [1, 2]) { switch (x) { case 1: continue outer; default: break outer; } }
          const text = JSON.stringify({ a, rest, lines: lines.map((l) => l.total), d: new Date(ctx.now()), u: undefined }, null, 2);
          const back = JSON.parse(text); back.self = structured(back); delete back.a; Object.assign(back, { z: 1 }); Object.freeze(rest);
          const nums = [Math.max(1, 2), Math.round(2.5), Number('12.5'), parseInt('7', 10), (1.005).toFixed(2), 5 & 3, 1 << 4, ctx.random(), Math.random()];
          const price = ctx.decimal.round(ctx.decimal.mul(ctx.decimal.add('1.10', '2.20'), '3'), 2);
          const ok = ctx.code.isGtin('6291041500213') && ctx.decimal.cmp(price, '1') > 0 && Array.isArray(nums) && typeof ok0 === 'undefined';
          const id = ctx.records.thing.insert({ code: shown, n: reduced, at: ctx.now(), day: ctx.date.today(), hash: ctx.hash.sha256(text) });
          ctx.records.thing.update(id, { n: 2 }); ctx.records.thing.delete(row?.id ?? 'x'); ctx.emit('Warm', { id }); ctx.job.start('warm', {}, { delayMs: 5 });
          if (input.refuse) return ctx.refuse('warm.refused', { shown, text: ctx.t('none', { n: 1 }), tenant: ctx.tenant, who: ctx.user.id, s: ctx.secondSigner });
          return { ok, failed, words, count, size: grouped.size, pairs: [...pairs({ x: 1, y: 2 })], deep: deep(20), settings: ctx.settings, nums };
        }
        var ok0;
        function structured(o) { return Object.fromEntries(Object.keys(o).map((k) => [k, typeof o[k]])); }
        """;

    private static readonly Script Script = new()
    {
        Digest = "warm-up",
        Modules = new Dictionary<string, string> { [Admission.Main] = Source },
        Entities = ["thing"],
    };

    /// <summary>Runs the script several times, refused and completed.</summary>
    public static async Task Run(Func<Script, Call, IHostBroker, Task<Outcome>> run, DateTimeOffset now)
    {
        for (var i = 0; i < Rounds; i++) await run(Script, Call(now, refuse: i % 3 == 1), new Answers());
    }

    /// <summary>The call under which an app's modules run for the first time.</summary>
    public static Call CallOf(string digest) => Call(DateTimeOffset.UnixEpoch, refuse: false) with { Tenant = digest, Invocation = digest, Budget = Budget.Default };

    private static Call Call(DateTimeOffset now, bool refuse) => new()
    {
        Invocation = "00000000000000000000000000", Tenant = "warm", App = "warm/up", Function = "warm", Handler = "warm",
        Input = refuse ? """{"code":"x","refuse":true}"""u8.ToArray() : """{"code":"x","list":[1,2.5,"三",null,true]}"""u8.ToArray(),
        Now = now, Seed = 1, User = "warm", Roles = ["worker"], Settings = """{"a":1}"""u8.ToArray(),
        Budget = Budget.Default with { CpuMs = 20_000, MemoryMb = 512 },
    };

    private sealed class Answers : IHostBroker
    {
        public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) => ValueTask.FromResult(question.Op switch
        {
            "records.get" => HostAnswer.No(Domain.Refusal.Of(Domain.Codes.NotFound, ("id", "none"))),
            "records.count" => HostAnswer.Of("2"u8.ToArray(), 1),
            "records.find" => HostAnswer.Of("""[{"id":"a","n":2},{"id":"b","n":1}]"""u8.ToArray(), 2),
            _ => HostAnswer.Of("""{"id":"a","version":1,"n":1}"""u8.ToArray(), 1),
        });
    }
}
