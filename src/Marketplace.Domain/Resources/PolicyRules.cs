using System.Globalization;
using System.Text.Json;

namespace Marketplace.Domain.Resources;

/// <summary>How a service is switched on and its parameters are set: by the brain's operator, for a day that is not over.</summary>
public static class PolicyRules
{
    /// <summary>The schema of a command on policies.</summary>
    public static string? Schema(IResourceService service, string command) => command != "set" ? null :
        $$$$"""
        {"type":"object","required":["mode","from"],"additionalProperties":false,"properties":{
            "mode":{"enum":[{{{{string.Join(",", service.Modes.Append(ResourcePolicy.Off).Select(static one => $"\"{one}\""))}}}}]},
            "from":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},"limits":{"type":"object"}}}
        """;

    /// <summary>What a command on a policy comes to.</summary>
    public static Answer<ResourceDecision> Decide(IResourceService service, ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var today = ResourcePolicy.Today(now);
        if (command.Name == "withdraw")
        {
            var set = facts.Of(command)!;
            if (set.As<ResourcePolicy>().From <= today) return Refusal.Of(Codes.ConflictState, ("state", "in force"), ("command", command.Name));
            return ResourceDecision.Of(set with { State = "WITHDRAWN", Marks = [] }, command.Name);
        }
        if (!DateOnly.TryParseExact(command.Input.GetProperty("from").GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from) || from < today)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/from"), ("rule", "a day, today or later"));
        var policy = new ResourcePolicy
        {
            Mode = command.Input.GetProperty("mode").GetString()!, From = from,
            Limits = command.Input.TryGetProperty("limits", out var limits) ? limits.Clone() : ResourceCommand.Empty,
        };
        return ResourceDecision.Of(new Resource { Name = command.On, State = "SET", Body = policy, Open = true, Marks = [ResourcePolicy.Mark] }, command.Name);
    }
}
