using System.Globalization;
using CsCheck;
using Marketplace.Domain.Records;
using Xunit;
using static Marketplace.Tests.Unit.Records.Sample;

namespace Marketplace.Tests.Unit.Records;

/// <summary>What a change does not touch, a read cannot tell: the answers before and after it are the same.</summary>
public sealed class ReadSetTests
{
    private static readonly Gen<string> States = Gen.Bool.Select(static isNew => isNew ? "new" : "done");

    private static readonly string[] Queries =
    [
        "{}", """{"where":{"state":"new"}}""", """{"where":{"count":{"gt":2}}}""", """{"where":{"or":[{"count":1},{"state":"done"}]}}""",
        """{"where":{"not":{"count":{"isNull":true}}}}""", """{"where":{"id":{"in":["r1","r3"]}},"limit":1}""", """{"orderBy":["-count"],"limit":2}""",
    ];

    private static readonly Gen<string> Where = Gen.Int[0, Queries.Length - 1].Select(static n => Queries[n]);

    private static readonly Gen<RecordRow[]> Rows = Gen.Select(Gen.Int[0, 4], States, Gen.Bool).Array[0, 5]
        .Select(all => all.Select((one, i) => Made(one.Item1, one.Item2, one.Item3, $"r{i}")).ToArray());

    private static readonly Gen<(RecordRow[] Rows, int At, RecordRow? After, string Query, string Id)> Cases =
        Gen.Select(Rows, Gen.Int[0, 5], Gen.Select(Gen.Int[0, 4], States, Gen.Bool), Gen.Bool, Where)
            .SelectMany((rows, at, made, gone, query) => Gen.Int[0, 5].Select(id =>
                (rows, at, gone ? null : (RecordRow?)Made(made.Item1, made.Item2, made.Item3, $"r{at}"), query, $"r{id}")));

    [Fact]
    public void A_change_that_touches_nothing_read_changes_no_answer()
    {
        var (touched, untouched) = (0, 0);
        Cases.Sample(one => Assert.True(Holds(one, (reads, change) => reads.IsTouchedBy([change]), ref touched, ref untouched)), iter: 20_000, threads: 1);
        TestContext.Current.TestOutputHelper!.WriteLine($"touched {touched}, untouched {untouched}");
        Assert.True(touched > 2_000 && untouched > 2_000);
    }

    [Fact]
    public void Catches_a_rule_that_looks_only_at_what_a_record_was()
    {
        var (touched, untouched) = (0, 0);
        var caught = false;
        Cases.Sample(one => { caught |= !Holds(one, (reads, change) => reads.IsTouchedBy([change with { After = null }]), ref touched, ref untouched); }, iter: 20_000, threads: 1);
        Assert.True(caught);
    }

    private static bool Holds(
        (RecordRow[] Rows, int At, RecordRow? After, string Query, string Id) one, Func<ReadSet, RecordChange, bool> isTouched, ref int touched, ref int untouched)
    {
        var before = one.At < one.Rows.Length ? one.Rows[one.At] : null;
        if (before is null && one.After is null) return true;
        var query = QueryReader.Read(Part, Bytes(one.Query)).Must();
        var reads = new ReadSet();
        reads.Add(Part, query.Where);
        reads.Add(Part.Name, one.Id);
        if (isTouched(reads, new RecordChange(Part, before?.Id ?? one.After!.Id, before, one.After)))
        {
            touched++;
            return true;
        }
        untouched++;
        RecordRow[] then = [.. one.Rows.Where(row => row != before), .. one.After is null ? [] : new[] { one.After }];
        return Answer(query, one.Id, one.Rows) == Answer(query, one.Id, then);
    }

    private static string Answer(Query query, string id, RecordRow[] rows) => string.Join('|',
        QueryEvaluator.Run(Part, query, rows).Append(rows.FirstOrDefault(row => row.Id == id)).Select(row => row is null ? "none" : row.Id + Text(row.Body)));

    private static RecordRow Made(int count, string state, bool counted, string id) => Row(
        string.Create(CultureInfo.InvariantCulture, $$"""{"code":"C-{{id[1..]}}","state":"{{state}}"{{(counted ? $",\"count\":{count}" : "")}}}"""), id);
}
