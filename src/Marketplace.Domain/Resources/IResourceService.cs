using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Domain.Resources;

/// <summary>Who looks at a shared thing.</summary>
public sealed record ResourceViewer(string Tenant, string Actor, IReadOnlyList<string> Roles);

/// <summary>One service of shared things as pure rules: freight, credit or people. The same object decides in the host, in <c>mkt dev</c> and in
/// the tests.</summary>
public interface IResourceService
{
    /// <summary><c>logistics</c>, <c>finance</c>, <c>talent</c>.</summary>
    string Name { get; }

    /// <summary>Its modes, beside <see cref="ResourcePolicy.Off"/>.</summary>
    IReadOnlyList<string> Modes { get; }

    /// <summary>Its state tables; that of policies is added to each service.</summary>
    IReadOnlyList<StateTable> Tables { get; }

    /// <summary>The JSON Schema of a command's input, or null for one that takes none.</summary>
    string? Schema(string collection, string command);

    /// <summary>Whether a command commits the firm to pay: an app needs a <c>spend</c> scope for it, whose cap <see cref="ResourceDecision.Commits"/> counts
    /// against.</summary>
    bool Spends(string collection, string command) => false;

    /// <summary>How the bodies of a collection are stored.</summary>
    JsonTypeInfo Shape(string collection);

    /// <summary>What a command must know, as far as can be told from what is known: asked again after each reading until it names nothing
    /// new. The thing the command is asked of is always read.</summary>
    IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts);

    /// <summary>What the command comes to. State, party, role, mode and schema have been looked at; the rule looks at the rest.</summary>
    Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now);

    /// <summary>What a viewer sees of a thing that is open or whose party the viewer's firm is.</summary>
    JsonObject View(Resource thing, ResourceViewer viewer);
}
