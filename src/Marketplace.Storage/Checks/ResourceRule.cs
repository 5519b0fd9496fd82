using Marketplace.Storage.Reading;
using Marketplace.Storage.Resources;

namespace Marketplace.Storage.Checks;

/// <summary>Each shared thing stands where its steps have led it, is found by what it says of itself, and owes what it promised.</summary>
internal sealed class ResourceRule : StoreRule
{
    public override string Name => "resources";

    public override string Promise => "each shared thing stands at its last step, its steps join, its parties, marks and deadline are as it says, and keys are held by things that exist";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var parties = await Words(store, "SELECT brain, service, collection, id, word, tenant FROM resource_party", static row => $"{row.Text(4)}:{row.Text(5)}", cancel);
        var marks = await Words(store, "SELECT brain, service, collection, id, mark FROM resource_mark", static row => row.Text(4), cancel);
        var fences = (await store.All("SELECT brain, service, collection, mark FROM resource_fence", static row => (row.Text(0), row.Text(1), row.Text(2), row.Text(3)), cancel)).ToHashSet();
        var due = (await store.All("SELECT id FROM due_work WHERE kind = $1", static row => row.Text(0), cancel, ResourceWrites.DueKind)).ToHashSet(StringComparer.Ordinal);
        var lives = await Lives(store, findings, cancel);
        await foreach (var row in store.Read("SELECT brain, service, collection, id, seq, state, parties, marks, due FROM resource", cancel))
        {
            findings.Look();
            var (shelf, name) = (new ResourceShelf(row.Text(0), row.Text(1)), new Domain.Resources.ResourceName(row.Text(2), row.Text(3)));
            var (what, key) = ($"{name} of {shelf}", $"{shelf}/{name}");
            if (!lives.Remove(key, out var last)) findings.Add($"{what} has no steps");
            else if (last.Seq != row.Number(4)) findings.Add($"{what} is at {row.Number(4)} and its last step is {last.Seq}");
            else if (last.After != row.Text(5)) findings.Add($"{what} is {row.Text(5)} and its last step led to {last.After}");
            if (!Same(FactJson.Words(row.Bytes(6)), parties, key)) findings.Add($"{what} has other parties than it says");
            var own = FactJson.Words(row.Bytes(7));
            if (!Same(own, marks, key)) findings.Add($"{what} has other marks than it says");
            foreach (var mark in own.Where(mark => !fences.Contains((shelf.Brain, shelf.Service, name.Collection, mark)))) findings.Add($"{what} has the mark {mark}, which has no fence");
            if (row.Number(8) != 0 && !due.Contains(ResourceWrites.DueId(shelf, name, row.Number(4)))) findings.Add($"{what} has a deadline that nobody will keep");
        }
        foreach (var key in lives.Keys.Concat(parties.Keys).Concat(marks.Keys).Distinct().Order(StringComparer.Ordinal)) findings.Add($"{key} has steps, parties or marks and is not there");
        await foreach (var row in store.Read(
            """
            SELECT c.key, r.id FROM resource_claim c LEFT JOIN resource r ON r.brain = c.brain AND r.service = c.service AND r.collection = c.collection AND r.id = c.id
            """, cancel))
        {
            findings.Look();
            if (row.IsNothing(1)) findings.Add($"the key {row.Text(0)} is held by nothing");
        }
    }

    private static async Task<Dictionary<string, (long Seq, string After)>> Lives(Snapshot store, Findings findings, CancellationToken cancel)
    {
        Dictionary<string, (long Seq, string After)> lives = new(StringComparer.Ordinal);
        await foreach (var row in store.Read("SELECT brain, service, collection, id, seq, before, after FROM resource_step ORDER BY brain, service, collection, id, seq", cancel))
        {
            var key = $"{row.Text(0)}/{row.Text(1)}/{row.Text(2)}/{row.Text(3)}";
            var (seq, after) = lives.GetValueOrDefault(key, (0, ""));
            if (row.Number(4) != seq + 1) findings.Add($"{key} has step {row.Number(4)} after {seq}");
            else if (row.Text(5) != after) findings.Add($"{key} was {after} and step {row.Number(4)} leads out of {row.Text(5)}");
            lives[key] = (row.Number(4), row.Text(6));
        }
        return lives;
    }

    private static async Task<Dictionary<string, List<string>>> Words(Snapshot store, string sql, Func<Row, string> word, CancellationToken cancel)
    {
        Dictionary<string, List<string>> words = new(StringComparer.Ordinal);
        await foreach (var row in store.Read(sql, cancel))
        {
            var key = $"{row.Text(0)}/{row.Text(1)}/{row.Text(2)}/{row.Text(3)}";
            if (!words.TryGetValue(key, out var of)) words[key] = of = [];
            of.Add(word(row));
        }
        return words;
    }

    private static bool Same(string[] says, Dictionary<string, List<string>> has, string key) =>
        says.Order(StringComparer.Ordinal).SequenceEqual((has.Remove(key, out var there) ? there : []).Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
