using System.Text.Json;
using Marketplace.Domain.Invocations;

namespace Marketplace.Domain.Records;

/// <summary>The record effects of a call laid over what is stored: a call reads its own writes, and the same fold, run once more at
/// the end, says what to commit. The caller excludes <see cref="Touched"/> ids from its own rows and adds <see cref="Rows"/>.</summary>
public sealed class EffectOverlay
{
    private readonly Dictionary<(string Entity, string Id), RecordChange> changes;

    private EffectOverlay(Dictionary<(string, string), RecordChange> changes) => this.changes = changes;

    /// <summary>No effects.</summary>
    public static readonly EffectOverlay Empty = new([]);

    /// <summary>The stored rows that <see cref="Of"/> will ask for.</summary>
    public static IReadOnlySet<(string Entity, string Id)> Needs(IReadOnlyList<Effect> effects)
    {
        HashSet<(string, string)> needs = [];
        foreach (var effect in effects)
            if (Target(effect) is { } target) needs.Add(target);
        return needs;
    }

    /// <summary>Folds the record effects in their order over the stored rows; the first that a rule refuses ends it, with the fact
    /// <c>effect</c> (its ordinal from 1).</summary>
    public static Answer<EffectOverlay> Of(
        IReadOnlyDictionary<string, Entity> entities, IReadOnlyList<Effect> effects, Func<string, string, RecordRow?> stored, string actor, DateTimeOffset now)
    {
        Dictionary<(string, string), RecordChange> changes = [];
        for (var i = 0; i < effects.Count; i++)
        {
            if (Target(effects[i]) is not { } target) continue;
            if (!entities.TryGetValue(target.Entity, out var entity)) return At(i, Refusal.Of(Codes.EffectInvalid, ("entity", target.Entity)));
            if (!changes.TryGetValue(target, out var change))
            {
                var row = stored(target.Entity, target.Id);
                change = new RecordChange(entity, target.Id, row, row);
            }
            var after = Step(entity, effects[i], change.After, actor, now);
            if (!after.Ok) return At(i, after.Refusal!);
            changes[target] = change with { After = after.Value };
        }
        return new EffectOverlay(changes);
    }

    /// <summary>The net change of every touched record; what came and went within the call is left out.</summary>
    public IEnumerable<RecordChange> Changes => changes.Values.Where(static change => change.Before is not null || change.After is not null);

    /// <summary>Whether the overlay, and not the store, speaks for this record.</summary>
    public bool Touched(string entity, string id) => changes.ContainsKey((entity, id));

    /// <summary>The touched records of one entity as the call sees them now.</summary>
    public IEnumerable<RecordRow> Rows(string entity) =>
        changes.Values.Where(change => change.Entity.Name == entity && change.After is not null).Select(static change => change.After!);

    /// <summary>One touched record as the call sees it now, or null when it is gone.</summary>
    public RecordRow? Row(string entity, string id) => changes.GetValueOrDefault((entity, id))?.After;

    private static (string Entity, string Id)? Target(Effect effect) => effect switch
    {
        Effect.Insert insert => (insert.Entity, insert.Id),
        Effect.Update update => (update.Entity, update.Id),
        Effect.Delete delete => (delete.Entity, delete.Id),
        _ => null,
    };

    private static Answer<RecordRow?> Step(Entity entity, Effect effect, RecordRow? row, string actor, DateTimeOffset now)
    {
        if (effect is Effect.Insert insert)
        {
            if (row is not null) return Refusal.Of(Codes.ConflictUnique, ("entity", entity.Name), ("field", "id"));
            return Parse(insert.Body, out var body) is { } bad ? bad : Lift(RecordRules.Insert(entity, insert.Id, body, actor, now));
        }
        if (row is null) return RecordRules.Missing(entity.Name, effect is Effect.Update u ? u.Id : ((Effect.Delete)effect).Id);
        if (effect is Effect.Update update)
            return Parse(update.Patch, out var patch) is { } bad ? bad : Lift(RecordRules.Update(entity, row, patch, update.Version, now));
        var gone = RecordRules.Delete(entity, row, ((Effect.Delete)effect).Version);
        return gone.Ok ? new Answer<RecordRow?>() : gone.Refusal!;
    }

    private static Answer<RecordRow?> Lift(Answer<RecordRow> answer) => new() { Value = answer.Value, Refusal = answer.Refusal };

    private static Refusal? Parse(string text, out JsonElement element)
    {
        element = default;
        try
        {
            element = JsonElement.Parse(text);
            return null;
        }
        catch (JsonException)
        {
            return Refusal.Of(Codes.InputInvalid, ("pointer", ""), ("rule", "json"));
        }
    }

    private static Refusal At(int index, Refusal refusal) =>
        new(refusal.Code, new Dictionary<string, string>(refusal.Facts, StringComparer.Ordinal) { ["effect"] = $"{index + 1}" });
}
