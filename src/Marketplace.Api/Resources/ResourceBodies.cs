using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain.Resources;

namespace Marketplace.Api.Resources;

/// <summary>A page of things.</summary>
internal sealed record ResourceListBody(IReadOnlyList<ResourceBody> Things, string Next);

/// <summary>A thing. <paramref name="Mine"/> is what your firm is in it, <paramref name="Can"/> what you may try now, <paramref name="Due"/> when the host does
/// something by itself.</summary>
internal sealed record ResourceBody(
    string Collection, string Id, string State, long Seq, IReadOnlyList<string> Mine, IReadOnlyList<string> Can, DateTimeOffset? Due, DateTimeOffset Created, DateTimeOffset Changed, JsonElement Body)
{
    public static ResourceBody Of(ResourceView view) => new(view.Collection, view.Id, view.State, view.Seq, view.Mine, view.Can, view.Due, view.Created, view.Changed, JsonElement.Parse(view.Body));
}

/// <summary>The life of a thing.</summary>
internal sealed record ResourceStepList(IReadOnlyList<ResourceStepView> Steps);

/// <summary>The state tables of a service, and the mode it is in here.</summary>
internal sealed record ServiceStates(string Service, string Mode, IReadOnlyList<string> Modes, IReadOnlyList<CollectionStates> Collections);

/// <summary>One table. <c>from</c> is null where a command makes a thing.</summary>
internal sealed record CollectionStates(string Collection, IReadOnlyList<string> States, IReadOnlyList<CommandShape> Commands, IReadOnlyList<TransitionBody> Transitions)
{
    public static CollectionStates Of(IResourceService service, StateTable table) => new(table.Collection, table.States,
        [.. table.Commands.Select(command => new CommandShape(command, ResourceRules.Schema(service, table.Collection, command) is { } schema ? JsonElement.Parse(schema) : null))],
        [.. table.Transitions.Select(static one => new TransitionBody(one.From == StateTable.None ? null : one.From, one.Command, one.To, one.By))]);
}

/// <summary>A command and the JSON Schema of its input, null for one that takes none.</summary>
internal sealed record CommandShape(string Command, JsonElement? Input);

/// <summary>A cell of the table: what leads where, by whom.</summary>
internal sealed record TransitionBody(string? From, string Command, IReadOnlyList<string> To, IReadOnlyList<string> By);
