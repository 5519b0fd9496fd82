using System.Collections.Concurrent;
using System.Text.Json;

namespace Marketplace.Domain.Resources;

/// <summary>How a firm enters the directory of a service, and leaves it. One entry a firm; who serves may enter: carriers with freight, funders with credit, lenders with
/// people. The operator may take an entry out, because the brain answers for what it shows.</summary>
public static class DirectoryRules
{
    private const string Firm = "firm";
    private static readonly ConcurrentDictionary<string, StateTable> tables = new(StringComparer.Ordinal);

    /// <summary>The role that a service is served in.</summary>
    public static string Serves(string service) => service switch { "logistics" => Roles.Carrier, "finance" => Roles.Funder, "talent" => Roles.Lender, _ => Roles.Owner };

    /// <summary>The table of entries.</summary>
    public static StateTable Table(string service) => tables.GetOrAdd(service, static service => new(DirectoryEntry.Collection,
        new Transition(StateTable.None, "enter", ["ENTERED"], [By.Anyone]) { Hands = [Serves(service)] },
        new Transition("ENTERED", "amend", ["ENTERED"], [Firm]) { Hands = [Serves(service)] },
        new Transition("ENTERED", "withdraw", ["WITHDRAWN"], [Firm, By.Operator]) { Hands = [Serves(service), Roles.Operator] }));

    /// <summary>The schema of a command on an entry.</summary>
    public static string? Schema(string command) => command == "withdraw" ? null :
        """
        {"type":"object","required":["offers","contact"],"additionalProperties":false,"properties":{
            "offers":{"type":"string","pattern":"\\S","maxLength":200},"contact":{"type":"string","pattern":"\\S","maxLength":100}}}
        """;

    /// <summary>An entry as it is shown.</summary>
    public static DirectoryEntry Read(string body) => JsonSerializer.Deserialize(body, PolicyJson.Default.DirectoryEntry)!;

    /// <summary>What a command on an entry comes to.</summary>
    public static ResourceDecision Decide(ResourceCommand command, ResourceFacts facts)
    {
        var before = facts.Of(command);
        var firm = before?.As<DirectoryEntry>().Firm ?? command.Tenant;
        var place = new ResourceClaim($"directory:{firm}", command.On, Codes.ConflictUnique);
        if (command.Name == "withdraw") return ResourceDecision.Of(before! with { State = "WITHDRAWN", Open = false }, command.Name) with { Frees = [place] };
        var entry = new DirectoryEntry { Firm = firm, Offers = command.Input.GetProperty("offers").GetString()!.Trim(), Contact = command.Input.GetProperty("contact").GetString()!.Trim() };
        return before is null
            ? ResourceDecision.Of(new Resource { Name = command.On, State = "ENTERED", Body = entry, Open = true, Parties = [new Party(Firm, firm)] }, command.Name) with { Claims = [place] }
            : ResourceDecision.Of(before with { Body = entry }, command.Name);
    }
}
