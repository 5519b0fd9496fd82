using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Domain.Resources;

/// <summary>A service's mode and rule parameters in one brain from a day on. Regulated limits are dated configuration: a new rule is a new
/// policy, never a new program.</summary>
public sealed record ResourcePolicy
{
    /// <summary>The collection that policies of every service are kept in.</summary>
    public const string Collection = "policies";

    /// <summary>The mark that they are found by.</summary>
    public const string Mark = "policy";

    /// <summary>The mode of a service that nobody has switched on.</summary>
    public const string Off = "OFF";

    /// <summary>The mode, a word of the service (<c>BROKER</c>), or <see cref="Off"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>The first day it counts, in China's time.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The service's parameters by name; a missing one is the service's own figure.</summary>
    public JsonElement Limits { get; init; } = ResourceCommand.Empty;

    /// <summary>A whole number of the limits, or <paramref name="usual"/>.</summary>
    public long Number(string name, long usual) =>
        Limits.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : usual;

    /// <summary>The day by which policies count: China's.</summary>
    public static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>The policy in force on a day among a brain's, or one that is off.</summary>
    public static ResourcePolicy At(IEnumerable<Resource> policies, DateOnly today) =>
        policies.Where(one => one.As<ResourcePolicy>().From <= today).OrderByDescending(static one => one.As<ResourcePolicy>().From).ThenByDescending(static one => one.Name.Id, StringComparer.Ordinal)
            .Select(static one => one.As<ResourcePolicy>()).FirstOrDefault() ?? new ResourcePolicy { Mode = Off, From = DateOnly.MinValue };

    /// <summary>The table of policies: the operator sets one, and takes back one that has not begun.</summary>
    public static readonly StateTable Table = new(Collection,
        new Transition(StateTable.None, "set", ["SET"], [By.Operator]) { Hands = [Roles.Operator] },
        new Transition("SET", "withdraw", ["WITHDRAWN"], [By.Operator]) { Hands = [Roles.Operator] });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResourcePolicy))]
[JsonSerializable(typeof(DirectoryEntry))]
internal sealed partial class PolicyJson : JsonSerializerContext;
