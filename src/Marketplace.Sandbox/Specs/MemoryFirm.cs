using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Domain.Resources;

namespace Marketplace.Sandbox.Specs;

/// <summary>One firm's records of one app, in memory, by the very rules of the store: for specs, <c>mkt dev</c> and property tests.
/// Not safe for two callers at once.</summary>
public sealed class MemoryFirm(Manifest manifest) : IHostBroker
{
    private readonly Dictionary<(string Entity, string Id), RecordRow> _rows = [];

    /// <summary>Who writes; stands in <c>createdBy</c>.</summary>
    public string Actor { get; set; } = "system";

    /// <summary>The clock of what is written.</summary>
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>What the world answers to the app's requests; without it there is none.</summary>
    public Func<byte[], HostAnswer> World { get; set; } = static _ => HostAnswer.No(Refusal.Of(Codes.EgressUnreachable, ("host", "the world"), ("why", "nothing is sent from here")));

    /// <summary>What the firms of the brain share.</summary>
    public SharedBooks Shared { get; } = new("firm");

    /// <summary>What other apps answer; without it there are none.</summary>
    public Func<byte[], HostAnswer> Apps { get; set; } = static args => HostAnswer.No(Refusal.Of(Codes.NotFound, ("what", "install"), ("app", JsonElement.Parse(args).GetProperty("app").GetString()!)));

    /// <summary>What the last <see cref="Apply"/> that was taken changed.</summary>
    public IReadOnlyList<RecordChange> Changes { get; private set; } = [];

    /// <summary>The rows of an entity, in order of their ids.</summary>
    public IReadOnlyList<RecordRow> Rows(string entity) =>
        [.. _rows.Values.Where(r => r.Entity == entity).OrderBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>One row, or null.</summary>
    public RecordRow? Row(string entity, string id) => _rows.GetValueOrDefault((entity, id));

    /// <summary>Puts a record in place; the body may carry its own <c>id</c>. Says why not, or null.</summary>
    public Refusal? Put(string entity, JsonElement body)
    {
        var id = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("id", out var given) ? given.GetString()! : $"{entity}-{_rows.Count + 1:D4}";
        return Apply([new Effect.Insert(entity, id, WithoutId(body))]);
    }

    /// <summary>Makes a call's effects true, all or none. Says why not, or null.</summary>
    public Refusal? Apply(IReadOnlyList<Effect> effects)
    {
        var overlay = EffectOverlay.Of(manifest.Entities, effects, Row, Actor, Now);
        if (!overlay.Ok) return overlay.Refusal;
        var changes = overlay.Must().Changes.ToList();
        if (changes.Select(change => Clash(change, overlay.Must())).FirstOrDefault(r => r is not null) is { } clash) return clash;
        foreach (var change in changes)
        {
            if (change.After is { } row) _rows[(row.Entity, row.Id)] = row;
            else _rows.Remove((change.Entity.Name, change.Id));
        }
        Changes = changes;
        return null;
    }

    /// <summary>Why a call's effects could not be committed now, or null; changes nothing.</summary>
    public Refusal? Check(IReadOnlyList<Effect> effects)
    {
        var overlay = EffectOverlay.Of(manifest.Entities, effects, Row, Actor, Now);
        return overlay.Ok ? overlay.Must().Changes.Select(c => Clash(c, overlay.Must())).FirstOrDefault(r => r is not null) : overlay.Refusal;
    }

    /// <inheritdoc />
    public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) => ValueTask.FromResult(Answer(question));

    private HostAnswer Answer(HostQuestion question)
    {
        if (question.Op == HostQuestion.Fetch) return World(question.Args);
        if (question.Op == HostQuestion.App) return Apps(question.Args);
        if (SharedAsks.Is(question.Op)) return Shared.Answer(question, Now);
        var args = JsonElement.Parse(question.Args);
        var name = args.GetProperty("entity").GetString()!;
        if (!manifest.Entities.TryGetValue(name, out var entity)) return HostAnswer.No(Refusal.Of(Codes.QueryInvalid, ("entity", name)));
        var overlay = EffectOverlay.Of(manifest.Entities, question.Effects, Row, Actor, Now);
        if (!overlay.Ok) return HostAnswer.No(overlay.Refusal!);
        if (question.Op == "records.get") return One(Seen(entity, overlay.Must()).FirstOrDefault(r => r.Id == args.GetProperty("id").GetString()), []);
        if (question.Op == "records.aggregate") return Aggregated(entity, question.Args, Seen(entity, overlay.Must()));
        var read = QueryReader.Read(entity, question.Args);
        return read.Ok ? Queried(question.Op, entity, read.Must(), Seen(entity, overlay.Must())) : HostAnswer.No(read.Refusal!);
    }

    private static HostAnswer Queried(string op, Entity entity, Query query, IEnumerable<RecordRow> rows)
    {
        if (op == "records.count")
            return HostAnswer.Of(Encoding.UTF8.GetBytes(QueryEvaluator.Count(entity, query.Where, rows).ToString(CultureInfo.InvariantCulture)), 1);
        if (op == "records.first") return One(QueryEvaluator.Run(entity, query with { Limit = 1 }, rows).FirstOrDefault(), query.Select);
        if (op != "records.find") return HostAnswer.No(Refusal.Of(Codes.QueryInvalid, ("op", op)));
        var found = QueryEvaluator.Run(entity, query, rows);
        return HostAnswer.Of(RecordJson.WriteAll(found, query.Select), found.Count);
    }

    private static HostAnswer Aggregated(Entity entity, byte[] args, IEnumerable<RecordRow> rows)
    {
        var read = AggregateReader.Read(entity, args);
        var answer = read.Ok ? AggregateEvaluator.Run(entity, read.Must(), rows) : read.Refusal!;
        return answer.Ok ? HostAnswer.Of(answer.Must(), JsonElement.Parse(answer.Must()).GetArrayLength()) : HostAnswer.No(answer.Refusal!);
    }

    private static HostAnswer One(RecordRow? row, IReadOnlyList<string> select) =>
        row is null ? HostAnswer.Of("null"u8.ToArray(), 0) : HostAnswer.Of(RecordJson.Write(row, select), 1);

    private IEnumerable<RecordRow> Seen(Entity entity, EffectOverlay overlay) =>
        _rows.Values.Where(r => r.Entity == entity.Name && !overlay.Touched(r.Entity, r.Id)).Concat(overlay.Rows(entity.Name));

    private Refusal? Clash(RecordChange change, EffectOverlay overlay)
    {
        if (change.After is not { } row) return null;
        foreach (var field in change.Entity.Fields.Values.Where(f => f.Unique))
        {
            if (Value(row, field.Name) is not { } value) continue;
            if (Seen(change.Entity, overlay).Any(other => other.Id != row.Id && Value(other, field.Name) == value))
                return Refusal.Of(Codes.ConflictUnique, ("entity", change.Entity.Name), ("field", field.Name));
        }
        return null;
    }

    private static string? Value(RecordRow row, string field) =>
        JsonElement.Parse(row.Body).TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    private static string WithoutId(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return body.GetRawText();
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var member in body.EnumerateObject().Where(m => m.Name is not "id" and not "$id")) member.WriteTo(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
