using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Resources;

/// <summary>What holds for every service: who may do what in which state, and that a decision keeps to the tables.</summary>
public static class ResourceRules
{
    private static readonly ConcurrentDictionary<string, JsonSchema> schemas = new(StringComparer.Ordinal);

    /// <summary>Every table of a service, and after them those that every service has: its directory and its policies.</summary>
    public static IReadOnlyList<StateTable> Tables(IResourceService service) => [.. service.Tables, DirectoryRules.Table(service.Name), ResourcePolicy.Table];

    /// <summary>True for what every service has: its directory and its policies. Apps may read them without a grant and change neither.</summary>
    public static bool IsEveryones(string collection) => collection is DirectoryEntry.Collection or ResourcePolicy.Collection;

    /// <summary>The table of a collection, or null.</summary>
    public static StateTable? Table(IResourceService service, string collection) =>
        Tables(service).FirstOrDefault(one => one.Collection == collection);

    /// <summary>What must still be read before <see cref="Decide"/>; nothing more when it is empty.</summary>
    public static IReadOnlyList<ResourceRead> Reads(IResourceService service, ResourceCommand command, ResourceFacts facts)
    {
        ResourceRead self = new ResourceRead.Row(command.On);
        if (!facts.Knows(self)) return [self];
        if (IsEveryones(command.On.Collection) || Admit(service, command, facts) is not null) return [];
        return [.. service.Reads(command, facts).Where(one => !facts.Knows(one)).Distinct()];
    }

    /// <summary>Why the command is refused before the service is asked, or null. In this order: no such command, not there or not theirs to see,
    /// not in this state, not for this party or person, switched off, not after its schema.</summary>
    public static Refusal? Admit(IResourceService service, ResourceCommand command, ResourceFacts facts)
    {
        if (Table(service, command.On.Collection) is not { } table || !table.Commands.Contains(command.Name)) return Missing("command");
        var thing = facts.Of(command);
        var isSystem = command.Roles.Contains(Roles.System);
        var isOperator = command.Roles.Contains(Roles.Operator);
        var makes = table.Cell(StateTable.None, command.Name) is not null;
        if (thing is null && !makes) return Missing(command.On.Collection);
        if (thing is not null && !isSystem && !isOperator && !Sees(thing, command.Tenant)) return Missing(command.On.Collection);
        if (table.Cell(thing?.State ?? StateTable.None, command.Name) is not { } cell)
            return Refusal.Of(Codes.ConflictState, ("state", thing?.State), ("command", command.Name));
        if (!isSystem && !May(cell, thing, command, isOperator)) return Refusal.Of(Codes.RoleMissing, ("role", string.Join(" | ", cell.By)));
        if (command.On.Collection != ResourcePolicy.Collection && facts.Policy.Mode == ResourcePolicy.Off && makes)
            return Refusal.Of(Codes.ResourceOff, ("service", service.Name));
        return Misfit(service, command);
    }

    /// <summary>What the command comes to, checked against the tables. A service that leaves them is a bug, and throws.</summary>
    public static Answer<ResourceDecision> Decide(IResourceService service, ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (Admit(service, command, facts) is { } no) return no;
        var decided = command.On.Collection switch
        {
            ResourcePolicy.Collection => PolicyRules.Decide(service, command, facts, now),
            DirectoryEntry.Collection => DirectoryRules.Decide(command, facts),
            _ => service.Decide(command, facts, now),
        };
        if (decided.Refusal is null) Keeps(service, command, facts, decided.Must());
        return decided;
    }

    /// <summary>True when a firm may see a thing at all.</summary>
    public static bool Sees(Resource thing, string tenant) => tenant.Length > 0 && (thing.Open || thing.Parties.Any(one => one.Tenant == tenant));

    /// <summary>The commands that a viewer may try on a thing as it stands.</summary>
    public static IReadOnlyList<string> Can(IResourceService service, Resource thing, ResourceViewer viewer)
    {
        var asked = new ResourceCommand { On = thing.Name, Name = "", Operation = "", Tenant = viewer.Tenant, Roles = viewer.Roles };
        return [.. Table(service, thing.Name.Collection)!.Transitions.Where(cell => cell.From == thing.State && May(cell, thing, asked, viewer.Roles.Contains(Roles.Operator))).Select(static cell => cell.Command)];
    }

    /// <summary>What a viewer sees of a thing.</summary>
    public static JsonObject View(IResourceService service, Resource thing, ResourceViewer viewer) =>
        thing.Body is ResourcePolicy or DirectoryEntry ? JsonSerializer.SerializeToNode(thing.Body, Shape(service, thing.Name.Collection))!.AsObject() : service.View(thing, viewer);

    /// <summary>The JSON Schema of a command's input, or null for one that takes none.</summary>
    public static string? Schema(IResourceService service, string collection, string command) =>
        collection switch { ResourcePolicy.Collection => PolicyRules.Schema(service, command), DirectoryEntry.Collection => DirectoryRules.Schema(command), _ => service.Schema(collection, command) };

    /// <summary>How the bodies of a collection are stored.</summary>
    public static JsonTypeInfo Shape(IResourceService service, string collection) =>
        collection switch { ResourcePolicy.Collection => PolicyJson.Default.ResourcePolicy, DirectoryEntry.Collection => PolicyJson.Default.DirectoryEntry, _ => service.Shape(collection) };

    private static bool May(Transition cell, Resource? thing, ResourceCommand command, bool isOperator)
    {
        if (!cell.Hands.Intersect(command.Roles, StringComparer.Ordinal).Any()) return false;
        return cell.By.Any(word => word switch
        {
            By.Anyone => command.Tenant.Length > 0,
            By.Operator => isOperator,
            By.System => false,
            _ => thing is null ? command.Tenant.Length > 0 : thing.Is(command.Tenant, word),
        });
    }

    private static Refusal? Misfit(IResourceService service, ResourceCommand command)
    {
        if (command.Input.ValueKind != JsonValueKind.Object) return Refusal.Of(Codes.InputInvalid, ("pointer", ""), ("rule", "type"), ("message", "an object"));
        if (Schema(service, command.On.Collection, command.Name) is not { } text) return null;
        var schema = schemas.GetOrAdd(text, static source => JsonSchema.Parse(JsonElement.Parse(source)).Must());
        return schema.Check(command.Input) is [var first, ..]
            ? Refusal.Of(Codes.InputInvalid, ("pointer", first.Pointer), ("rule", first.Rule), ("message", first.Message)) : null;
    }

    private static void Keeps(IResourceService service, ResourceCommand command, ResourceFacts facts, ResourceDecision decision)
    {
        if (decision.Puts is not [var first, ..] || first.After.Name != command.On) throw new InvalidOperationException($"{service.Name} {command.Name} does not change what it is asked of.");
        HashSet<ResourceName> seen = [];
        foreach (var (after, by) in decision.Puts)
        {
            if (!seen.Add(after.Name)) throw new InvalidOperationException($"{after.Name} is changed twice by {command.Name}.");
            var before = Known(facts, after.Name);
            if (after.Seq != (before?.Seq ?? 0)) throw new InvalidOperationException($"{after.Name} was not read by {command.Name}.");
            var cell = Table(service, after.Name.Collection)?.Cell(before?.State ?? StateTable.None, by);
            if (cell is null || !cell.To.Contains(after.State))
                throw new InvalidOperationException($"{after.Name.Collection}: {by} does not lead from {before?.State} to {after.State}.");
        }
    }

    private static Resource? Known(ResourceFacts facts, ResourceName name)
    {
        if (facts.Knows(new ResourceRead.Row(name))) return facts.Row(name);
        foreach (var read in facts.Reads)
        {
            if (read is not ResourceRead.Set { Loose: false } set || set.Collection != name.Collection) continue;
            if (facts.Set(set.Collection, set.Mark).FirstOrDefault(one => one.Name == name) is { } found) return found;
        }
        return null;
    }

    private static Refusal Missing(string what) => Refusal.Of(Codes.NotFound, ("what", what));
}
