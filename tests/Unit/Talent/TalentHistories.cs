using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>Many histories, with what was reached and what was broken.</summary>
internal sealed class TalentHistories
{
    private const int Length = 250;

    /// <summary>From, command, to; how often.</summary>
    public SortedDictionary<(string Collection, string From, string Command, string To), int> Reached { get; } = [];

    /// <summary>Refusals by code.</summary>
    public SortedDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>What was broken.</summary>
    public List<string> Broken { get; } = [];

    public int Operations { get; private set; }

    public int Repeats { get; private set; }

    public int Matrix { get; private set; }

    /// <summary>Histories of so many operations, or up to five times as many where <paramref name="met"/> says that too little was met yet.</summary>
    public static TalentHistories Run(IResourceService service, int operations, int seed, Func<string, bool>? enough = null, Func<TalentHistories, bool>? met = null)
    {
        var all = new TalentHistories();
        var counting = new Counting(service, all.Reached);
        HashSet<(string, string)> swept = [];
        for (var history = 0; all.Operations < operations || (met is not null && all.Operations < 5 * operations && !met(all)); history++)
        {
            var world = new TalentWorld(counting, seed + history);
            var check = new TalentCheck(world, service);
            check.Look(null); // what a history begins with is looked at before anything else can happen
            for (var step = 0; step < Length; step++)
            {
                var (command, outcome, again) = world.Step();
                check.Look(command);
                if (command is null) continue;
                all.Operations++;
                if (outcome!.Refusal is { } no) all.Refused[no.Code] = all.Refused.GetValueOrDefault(no.Code) + 1;
                if (again) all.Repeats++;
            }
            all.Broken.AddRange(check.Broken.Select(one => $"seed {seed + history}: {one}"));
            if (enough is not null && check.Broken.Any(enough)) return all;
            all.Sweep(world, swept);
        }
        return all;
    }

    /// <summary>Each state with each command that does not lead out of it.</summary>
    private void Sweep(TalentWorld world, HashSet<(string, string)> swept)
    {
        foreach (var thing in world.Book.Things.ToList())
        {
            if (!swept.Add((thing.Name.Collection, thing.State))) continue;
            var table = TalentTables.All.Single(one => one.Collection == thing.Name.Collection);
            foreach (var command in table.Commands.Where(one => table.Cell(thing.State, one) is null))
            {
                var answer = world.Book.Do(new ResourceCommand
                {
                    On = thing.Name, Name = command, Tenant = thing.Parties[0].Tenant, Roles = Roles.All.Where(static role => role != Roles.System).ToList(), Operation = $"matrix {thing.Name} {command}",
                }, world.Now);
                Matrix++;
                if (answer.Refusal?.Code != Codes.ConflictState || answer.Refusal.Facts["state"] != thing.State) Broken.Add($"matrix {thing.Name.Collection} {thing.State} {command}: {answer.Refusal?.Code}");
                if (!ReferenceEquals(world.Book.Find(thing.Name.Collection, thing.Name.Id), thing)) Broken.Add($"matrix {thing.Name.Collection} {thing.State} {command}: changed");
            }
        }
    }

    private sealed class Counting(IResourceService inner, IDictionary<(string, string, string, string), int> reached) : IResourceService
    {
        public string Name => inner.Name;

        public IReadOnlyList<string> Modes => inner.Modes;

        public IReadOnlyList<StateTable> Tables => inner.Tables;

        public string? Schema(string collection, string command) => inner.Schema(collection, command);

        public JsonTypeInfo Shape(string collection) => inner.Shape(collection);

        public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => inner.Reads(command, facts);

        public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
        {
            var decided = inner.Decide(command, facts, now);
            if (decided.Refusal is not null) return decided;
            foreach (var (after, by) in decided.Must().Puts)
            {
                var from = after.Seq == 0 ? StateTable.None : StateOf(after.Name, facts);
                var key = (after.Name.Collection, from, by, after.State);
                reached[key] = reached.TryGetValue(key, out var count) ? count + 1 : 1;
            }
            return decided;
        }

        public JsonObject View(Resource thing, ResourceViewer viewer) => inner.View(thing, viewer);

        private static string StateOf(ResourceName name, ResourceFacts facts)
        {
            foreach (var read in facts.Reads)
            {
                var rows = read switch
                {
                    ResourceRead.Row row => facts.Row(row.Name) is { } one ? [one] : [],
                    ResourceRead.Set set => facts.Set(set.Collection, set.Mark, set.Loose),
                    _ => [],
                };
                if (rows.FirstOrDefault(one => one.Name == name) is { } found) return found.State;
            }
            return "?";
        }
    }
}
