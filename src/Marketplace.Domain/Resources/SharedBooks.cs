using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;

namespace Marketplace.Domain.Resources;

/// <summary>All shared services of a brain in memory, as one firm's app meets them in specs and in <c>mkt dev</c>: the rules are the host's.</summary>
public sealed class SharedBooks(string tenant)
{
    private const int MostRows = 200;
    private static readonly IReadOnlyList<string> owner = [Roles.Owner];
    private readonly Dictionary<string, (IResourceService Service, ResourceBook Book)> books =
        SharedServices.All.ToDictionary(static one => one.Name, static one => (one, new ResourceBook(one)), StringComparer.Ordinal);
    private int given;

    /// <summary>The book of a service.</summary>
    public ResourceBook Book(string service) => books[service].Book;

    /// <summary>The answer to a question of a call.</summary>
    public HostAnswer Answer(HostQuestion question, DateTimeOffset now)
    {
        var asked = JsonElement.Parse(question.Args);
        var (service, book) = books[asked.GetProperty("service").GetString()!];
        var collection = asked.GetProperty("collection").GetString()!;
        var viewer = new ResourceViewer(tenant, "system", owner);
        switch (question.Op)
        {
            case SharedAsks.Track:
                return book.Find(collection, asked.GetProperty("id").GetString()!) is { } found && ResourceRules.Sees(found, tenant) ? One(SharedSheet.Of(service, found, viewer)) : HostAnswer.Of("null"u8.ToArray(), 0);
            case SharedAsks.List:
                var (open, state, limit) = ListOptions(asked.GetProperty("options"));
                var rows = book.Things.Where(one => one.Name.Collection == collection && (state.Length == 0 || one.State == state) && (open ? one.Open : one.Parties.Any(party => party.Tenant == tenant))).Take(limit).ToList();
                return HostAnswer.Of(Encoding.UTF8.GetBytes(new JsonArray([.. rows.Select(row => SharedSheet.Of(service, row, viewer))]).ToJsonString()), rows.Count);
            default:
                var decided = book.Quote(Wanted(service, asked, tenant, owner, question.Seq), now);
                return decided.Refusal is { } no ? HostAnswer.No(no) : One(SharedSheet.Quote(service, decided.Must(), viewer));
        }
    }

    /// <summary>Does a command of the firm's app.</summary>
    public Answer<Resource> Do(Effect.Act act, string app, DateTimeOffset now) => Book(act.Service).Do(new ResourceCommand
    {
        On = new(act.Collection, act.On), Name = act.Command, Input = JsonElement.Parse(act.Input), Tenant = tenant, Roles = owner, Operation = act.Id, App = app,
    }, now);

    /// <summary>What came of a command, as the event tells it.</summary>
    public static JsonObject Told(Effect.Act act, Answer<Resource> answer) => new()
    {
        ["command"] = act.Command, ["collection"] = act.Collection, ["id"] = act.On, ["operation"] = act.Id, ["ok"] = answer.Ok, ["state"] = answer.Value?.State,
        ["code"] = answer.Refusal?.Code, ["facts"] = answer.Refusal is { } no ? JsonSerializer.SerializeToNode(no.Facts, FactsJson.Default.IReadOnlyDictionaryStringString) : null,
    };

    /// <summary>Does a command that a spec gives, by whoever it says: <c>{service, on, command, by, roles, input}</c>. Says why not, or null.</summary>
    public Refusal? Give(JsonElement command, DateTimeOffset now)
    {
        string Text(string name, string otherwise) => command.TryGetProperty(name, out var value) ? value.GetString() ?? otherwise : otherwise;
        var on = Text("on", "").Split('/');
        if (!books.TryGetValue(Text("service", ""), out var found) || on.Length != 2) return Refusal.Of(Codes.NotFound, ("what", "service or thing"));
        return found.Book.Do(new ResourceCommand
        {
            On = new(on[0], on[1]), Name = Text("command", ""), Tenant = Text("by", tenant), Operation = $"given-{++given}",
            Roles = command.TryGetProperty("roles", out var roles) ? [.. roles.EnumerateArray().Select(static role => role.GetString()!)] : owner,
            Input = command.TryGetProperty("input", out var input) ? input : ResourceCommand.Empty,
        }, now).Refusal;
    }

    /// <summary>Options of a list as they were asked; what does not fit is as if it were not there.</summary>
    public static (bool Open, string State, int Limit) ListOptions(JsonElement options) => (
        options.TryGetProperty("open", out var open) && open.ValueKind == JsonValueKind.True,
        options.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.String ? state.GetString()! : "",
        options.TryGetProperty("limit", out var limit) && limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out var most) ? Math.Clamp(most, 1, MostRows) : 50);

    /// <summary>The command that a quote asks about.</summary>
    public static ResourceCommand Wanted(IResourceService service, JsonElement asked, string tenant, IReadOnlyList<string> roles, int number)
    {
        var (collection, id, command) = (asked.GetProperty("collection").GetString()!, asked.GetProperty("id").GetString()!, asked.GetProperty("command").GetString()!);
        var maker = ResourceRules.Table(service, collection)?.Transitions.FirstOrDefault(static one => one.From == StateTable.None)?.Command ?? "";
        return new ResourceCommand
        {
            On = new(collection, id.Length > 0 ? id : "quote"), Name = command.Length > 0 ? command : maker, Input = asked.GetProperty("input"), Tenant = tenant, Roles = roles, Operation = $"quote-{number}",
        };
    }

    private static HostAnswer One(JsonObject sheet) => HostAnswer.Of(Encoding.UTF8.GetBytes(sheet.ToJsonString()), 1);
}
