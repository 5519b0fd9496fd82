using System.Text.Json.Serialization;

namespace Marketplace.Storage.Backup;

/// <summary>What a column holds, the same on both engines.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
internal enum ColumnKind { Number, Text, Bytes }

/// <summary>A column; <see cref="Type"/> is the engine's own word and not part of a backup.</summary>
internal sealed record StoreColumn(string Name, ColumnKind Kind)
{
    [JsonIgnore]
    public string Type { get; init; } = "";
}

/// <summary>A table whose rows are the store's: columns by name, and the columns of its primary key in the key's order.</summary>
internal sealed record StoreTable(string Name, IReadOnlyList<StoreColumn> Columns, IReadOnlyList<string> Key)
{
    /// <summary>Documents carry the name of the service that wrote them, which each engine gives anew.</summary>
    public const string Documents = "orleansstorage", Service = "serviceid";

    /// <summary>True when both have the same columns and keys, whatever engine they are of.</summary>
    public bool IsLike(StoreTable other) => Name == other.Name && Key.SequenceEqual(other.Key)
        && Columns.Select(static column => (column.Name, column.Kind)).SequenceEqual(other.Columns.Select(static column => (column.Name, column.Kind)));

    /// <summary>Every row in the order of the key, which both engines give alike: numbers, and texts by their UTF-8 bytes.</summary>
    public string Select() =>
        $"SELECT {string.Join(", ", Columns.Select(Reading))} FROM {Name}{(Name == Documents ? $" WHERE {Service} = $1" : "")} ORDER BY {string.Join(", ", Key.Select(Quoted))}";

    public static string Quoted(string name) => $"\"{name}\"";

    private static string Reading(StoreColumn column) =>
        column.Type.StartsWith("timestamp", StringComparison.Ordinal) ? $"CAST(floor(extract(epoch FROM {Quoted(column.Name)})) AS bigint)" : Quoted(column.Name);
}
