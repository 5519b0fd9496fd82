using Marketplace.Grains;
using Marketplace.Grains.Projections;
using Marketplace.Storage.Checks;

namespace Marketplace.Host.Operations;

/// <summary><c>check</c>.</summary>
internal sealed class CheckVerb : Verb
{
    public override string Name => "check";

    public override string Summary => "looks at the whole store for anything that does not hold; changes nothing, a host may run";

    public override string Help =>
        "Reads one moment of the store and says for each promise how much was looked at and what is wrong. Ends with 1 when something is.\n\n"
        + string.Join('\n', Rules().Select(static rule => $"{rule.Name,-12} {rule.Promise}"));

    public override async Task<int> Run(VerbPlace place, VerbLine line, CancellationToken cancel)
    {
        var (started, wrong, broken) = (place.Time.GetTimestamp(), 0L, 0);
        await foreach (var (rule, findings) in StoreCheck.Run(place.Store, Rules(), cancel))
        {
            await place.Out.WriteLineAsync($"{rule.Name,-12} {Progress.Count(findings.Looked),12} looked at, {(findings.Wrong == 0 ? "all well" : $"{Progress.Count(findings.Wrong)} WRONG")}");
            foreach (var sentence in findings.Told) await place.Out.WriteLineAsync($"             - {sentence}");
            if (findings.Wrong > findings.Told.Count) await place.Out.WriteLineAsync($"             … and {Progress.Count(findings.Wrong - findings.Told.Count)} more");
            wrong += findings.Wrong;
            if (findings.Wrong > 0) broken++;
        }
        await place.Out.WriteLineAsync(wrong == 0
            ? $"The store is whole; {Progress.Since(place.Time, started)}."
            : $"{Progress.Count(wrong)} things are wrong in {broken} of these; {Progress.Since(place.Time, started)}. Stale lists are made anew with rebuild; for the rest restore a backup taken before, beside this store, and compare.");
        return wrong == 0 ? 0 : 1;
    }

    private static IReadOnlyList<StoreRule> Rules() => [.. StoreCheck.Rules(GrainsSetup.Shapes()), new ProjectionRule()];
}
