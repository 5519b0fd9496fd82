using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>A command with what was read for it, as the rules of shared work look at it.</summary>
internal sealed record Ask(ResourceCommand Command, ResourceFacts Facts, DateTimeOffset Now)
{
    /// <summary>What it is asked of.</summary>
    public Resource Thing => Facts.Of(Command)!;

    /// <summary>The rule parameters.</summary>
    public ResourcePolicy Policy => Facts.Policy;

    /// <summary>The days of this brain.</summary>
    public WorkCalendar Calendar => field ??= WorkCalendar.Of(Facts.Policy);

    /// <summary>True for a deadline.</summary>
    public bool IsHost => Command.Roles.Contains(Roles.System);

    /// <summary>A period of the input, its end after its beginning and after now.</summary>
    public Answer<(DateTimeOffset From, DateTimeOffset Until)> Period(string from, string until, string names)
    {
        var (one, other) = (names.Split(' ')[0], names.Split(' ')[1]);
        if (At(from) is not { } start) return Wrong(one, "an instant of the calendar");
        if (At(until) is not { } end || end <= start) return Wrong(other, $"an instant after {one}");
        return end > Now ? (start, end) : Wrong(other, "after now");
    }

    /// <summary>An instant in UTC, or null for a day that is in no calendar.</summary>
    public static DateTimeOffset? At(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.ToUniversalTime() : null;

    /// <summary>A wrong input.</summary>
    public static Refusal Wrong(string name, string rule) => Refusal.Of(Codes.InputInvalid, ("pointer", $"/{name}"), ("rule", rule));

    /// <summary>A new thing.</summary>
    public ResourceDecision Make(string state, object body, IReadOnlyList<Party> parties, Deadline? deadline = null, bool open = false, params IReadOnlyList<string> marks) =>
        Put(new Resource { Name = Command.On, State = state, Body = body, Parties = parties, Deadline = deadline, Open = open, Marks = marks });

    /// <summary>The thing in another state, with another body and deadline; the rest as it was.</summary>
    public ResourceDecision Turn(string state, object body, Deadline? deadline = null) =>
        Put(Thing with { State = state, Body = body, Deadline = deadline });

    /// <summary>The thing as it will be.</summary>
    public ResourceDecision Put(Resource after) => ResourceDecision.Of(after, Command.Name, Tell(after, Command.Name));

    /// <summary>What the parties hear: who and what stays in the thing, so that an event says no name.</summary>
    public static ResourceEvent Tell(Resource after, string command) => new(
        $"talent.{TalentWords.Singular(after.Name.Collection)}.{TalentWords.Past(command)}.v1", after.Name,
        [.. after.Parties.Select(static one => one.Tenant).Distinct(StringComparer.Ordinal)], new JsonObject { ["id"] = after.Name.Id, ["state"] = after.State });
}
