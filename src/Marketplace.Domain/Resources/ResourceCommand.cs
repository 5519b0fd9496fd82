using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Domain.Resources;

/// <summary>What is asked of a shared thing.</summary>
public sealed record ResourceCommand
{
    /// <summary>What it is asked of. A command that makes a thing names the id that it will have.</summary>
    public required ResourceName On { get; init; }

    /// <summary>A command of the table.</summary>
    public required string Name { get; init; }

    /// <summary>The body, an object; checked against the command's schema before a rule sees it.</summary>
    public JsonElement Input { get; init; } = Empty;

    /// <summary>The firm that asks, or empty for the host and the operator.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The person who asks.</summary>
    public string Actor { get; init; } = "system";

    /// <summary>The person's roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The operation id. What the command makes is named after it, so that a repeat makes the same.</summary>
    public required string Operation { get; init; }

    /// <summary>The app that asks for the firm (<c>publisher/app</c>), or empty when a person does.</summary>
    public string App { get; init; } = "";

    /// <summary>What the app may spend by this command's scope in this month, micro-yuan; 0 for a person's command, which has no such cap.</summary>
    public long Cap { get; init; }

    /// <summary>An object without members.</summary>
    public static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>The input as a record of the service. The schema has been checked, so what cannot be read is a bug of the schema.</summary>
    public T Read<T>(JsonTypeInfo<T> type) => Input.Deserialize(type) ?? throw new InvalidOperationException($"The schema of {Name} lets null through.");

    /// <summary>The id of the <paramref name="ordinal"/>th thing this command makes beside the one it is asked of.</summary>
    public string NewId(int ordinal) => IdOf(Tenant, Operation, ordinal);

    /// <summary>The id of what an operation of a firm makes; 0 is the thing itself.</summary>
    public static string IdOf(string tenant, string operation, int ordinal) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant} {operation} {ordinal}")))[..24];
}
