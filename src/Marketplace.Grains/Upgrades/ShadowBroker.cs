using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Grains.Invocations;

namespace Marketplace.Grains.Upgrades;

/// <summary>Answers a rehearsed call, from the firm's records as they are today, what its recording does not hold. It reads records and does
/// nothing else: whatever else a version would ask for is not asked.</summary>
/// <param name="today">Reads the records.</param>
/// <param name="other">Entities whose records the version would find in another shape, or under other index entries, than they are in now.</param>
internal sealed class ShadowBroker(RecordBroker today, IReadOnlySet<string> other) : IHostBroker
{
    /// <summary>Why the call cannot be told of, or null: it asked for what is not there before the version is.</summary>
    public Refusal? Unanswered { get; private set; }

    /// <inheritdoc />
    public async ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
    {
        if (question.Op.StartsWith("records.", StringComparison.Ordinal) && !other.Contains(EntityOf(question.Args))) return await today.Ask(question, cancel);
        Unanswered ??= Refusal.Of(Codes.ReplayNotHeld, ("question", question.Op));
        return HostAnswer.No(Unanswered);
    }

    /// <summary>A recording without the answers that hold records in a shape that the version would not find them in.</summary>
    public static Recording Without(Recording recording, IReadOnlySet<string> carried) =>
        carried.Count == 0 ? recording : recording with { Answers = [.. recording.Answers.Where(one => !carried.Contains(EntityOf(one.Args)))] };

    private static string EntityOf(byte[] args)
    {
        using var json = JsonDocument.Parse(args);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("entity"u8, out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
    }
}
