using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Contracts.Devices;
using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Marketplace.Grains;
using Marketplace.Grains.Documents;
using Marketplace.Tests.Isolation;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Tests.Cluster.Isolation;

/// <summary>Calls grain methods by reflection as the callers of the matrix, with the first firm's things, and says what is not as the row says.</summary>
internal sealed class GrainMatrix
{
    public static readonly IReadOnlyList<string> Strangers = ["below", "other", "brain", "none", "revoked"];

    /// <summary>Every method that grains offer, by <c>IGrain.Method</c>.</summary>
    public static readonly IReadOnlyDictionary<string, MethodInfo> Methods = new[] { typeof(IInstallGrain).Assembly, typeof(GrainsSetup).Assembly }
        .SelectMany(static a => a.GetTypes()).Where(static t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t))
        .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).ToDictionary(static m => $"{m.DeclaringType!.Name}.{m.Name}", StringComparer.Ordinal);

    private static readonly JsonSerializerOptions shown = new() { Converters = { new BytesAsText() }, ReferenceHandler = ReferenceHandler.IgnoreCycles };
    private readonly GrainGround ground;
    private readonly Arguments arguments;
    private readonly List<string> broken = [];
    private readonly IDeviceLink link;
    private readonly Listener listener = new();

    public GrainMatrix(GrainGround ground)
    {
        link = ground.Grains.CreateObjectReference<IDeviceLink>(listener);
        (this.ground, arguments) = (ground, new Arguments(ground, link));
    }

    /// <summary>Calls that were judged.</summary>
    public int Cells { get; private set; }

    /// <summary>What was not as it must be.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>One cell: the row's method by this caller.</summary>
    public async Task Cell(SheetRow row, string column)
    {
        var expected = row[column];
        if (expected == "-") return;
        if (column == "below") (column, expected) = (expected.Split(' ')[0], expected.Split(' ')[1]);
        var role = Role(row, column);
        var (ended, text) = await Call(row, ground.Callers[role] with { Operation = $"cell-{Cells}-{column}" });
        Cells++;
        var where = $"{row.Name} [{column}]";
        if (ended != expected) broken.Add($"{where}: {expected} is expected, and this came: {ended} {(text.Length > 300 ? text[..300] : text)}");
        broken.AddRange(ground.Birds.Foreign(role, where, text));
    }

    private static string Role(SheetRow row, string column) => (column, row["as"]) switch
    {
        ("own", var who) => who == "public" ? "worker" : who,
        ("other", "isv") => "rival",
        ("brain", "operator") => "operator2",
        _ => column,
    };

    private async Task<(string Ended, string Text)> Call(SheetRow row, Caller caller)
    {
        var method = Methods[row.Name];
        var grain = Grain(method.DeclaringType!, row["key"]);
        try
        {
            var task = (Task)method.Invoke(grain, [caller, .. arguments.For(method, $"once-{Cells}")])!;
            await task;
            var result = task.GetType().GetProperty("Result")?.GetValue(task);
            var refusal = result?.GetType().GetProperty("Refusal")?.GetValue(result) as Refusal;
            var said = result is null || result.GetType().FullName == "System.Threading.Tasks.VoidTaskResult" ? "" : JsonSerializer.Serialize(result, result.GetType(), shown);
            return (refusal?.Code ?? (result is ICollection { Count: 0 } || IsEmpty(result) ? "nothing" : "ok"), said);
        }
        catch (UnauthorizedAccessException stopped)
        {
            return ("stopped", stopped.Message);
        }
    }

    private object Grain(Type contract, string kind) => contract == typeof(IOwes)
        ? ground.Grains.GetGrain<IOwes>(Arguments.Key(kind, ground), "Marketplace.Grains.Catalogue.ListingGrain")
        : ground.Grains.GetGrain(contract, Arguments.Key(kind, ground));

    private static bool IsEmpty(object? answer) => answer?.GetType().GetProperty("Value")?.GetValue(answer) is ICollection { Count: 0 };

    /// <summary>Bytes are JSON or text that somebody wrote: shown as such, so that a canary in them is seen.</summary>
    private sealed class BytesAsText : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue(Encoding.UTF8.GetString(value));
    }

    private sealed class Listener : IDeviceLink
    {
        public Task Publish(string device, DeviceCommand command) => Task.CompletedTask;
        public Task Dismiss(string device) => Task.CompletedTask;
    }
}
