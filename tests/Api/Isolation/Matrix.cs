using System.Text.RegularExpressions;
using Marketplace.Tests.Isolation;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Api.Isolation;

/// <summary>How one request is sent: the real way, or a deliberately wrong host's.</summary>
internal delegate Task<Reply> Door(Actor actor, string method, string path, string send, string key, params IReadOnlyList<(string Name, string Value)> headers);

/// <summary>Calls routes as the five callers do and says what is not as the row says, and who was told of what is not theirs.</summary>
internal sealed partial class Matrix(Ground ground, Door door)
{
    public static readonly IReadOnlyList<string> Strangers = ["below", "other", "brain", "none", "revoked"];

    /// <summary>What a stranger adds to every request: the firm named wherever a careless handler might look for it.</summary>
    private static readonly (string, string)[] forged = [("X-Tenant", Ground.Firm), ("Tenant", Ground.Firm), ("X-Forwarded-User", "hongyan-owner"), ("X-Original-URL", "/?tenant=" + Ground.Firm)];

    private static readonly string[] signing = ["POST /floor/switch", "POST /account/out", "POST /account/in"];

    private readonly List<string> broken = [];

    /// <summary>Requests that were judged.</summary>
    public int Cells { get; private set; }

    /// <summary>Pairs of a thing that is there and one that is not.</summary>
    public int Pairs { get; private set; }

    /// <summary>What was not as it must be.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>One cell: the row's request by this caller.</summary>
    public async Task Cell(SheetRow row, string column)
    {
        var expected = row[column];
        if (expected == "-") return;
        if (column == "below") (column, expected) = (expected[..expected.IndexOf(' ')], expected[(expected.IndexOf(' ') + 1)..]);
        var actor = Caller(row, column);
        var stranger = column != "own";
        var (reply, sent) = await Send(row, actor, stranger, ground.Things);
        Cells++;
        var where = $"{row.Name} [{column}]";
        if (!IsAs(expected, reply)) broken.Add($"{where}: {expected} is expected, and this came: {reply} {reply.Header("Location")}");
        Search(where, actor, reply, sent);
        if (signing.Contains(row.Name) && column is not ("none" or "revoked")) await actor.Again();
    }

    /// <summary>A stranger cannot tell a thing of another firm from one that is not there.</summary>
    public async Task Exists(SheetRow row, string column)
    {
        // Where the caller is entitled to the thing, or is told what is wrong with the request itself, there is nothing to guess.
        if (row[column] is "-" or ['2', ..] or ['4', '0', '9', ..] or ['4', '0', '0', ..] || ground.Ghosts.FirstOrDefault(g => row["path"].Contains(g.Key, StringComparison.Ordinal)) is not { Key: { } thing, Value: { } ghost }) return;
        var actor = Caller(row, column);
        var (there, _) = await Send(row, actor, stranger: true, ground.Things);
        var (nowhere, _) = await Send(row, actor, stranger: true, new Dictionary<string, string>(ground.Things) { [thing] = ghost });
        Pairs++;
        var (left, right) = (Plain(there, ground.Things[thing]), Plain(nowhere, ghost));
        if (left != right) broken.Add($"{row.Name} [{column}]: what is there and what is not are answered differently:\n  {left}\n  {right}");
    }

    /// <summary>Looks for what is not the reader's in an answer, its headers included. What readers named themselves may be echoed to them.</summary>
    public void Search(string where, Actor actor, Reply reply, string sent = "") => broken.AddRange(ground.Birds.Foreign(actor.Name, where, Whole(reply), sent));

    private Actor Caller(SheetRow row, string column) => ground[column switch
    {
        "own" => row["as"] == "public" ? "owner" : row["as"],
        "brain" when row["as"] == "operator" => "operator2",
        _ => column,
    }];

    private async Task<(Reply Reply, string Sent)> Send(SheetRow row, Actor actor, bool stranger, IReadOnlyDictionary<string, string> things)
    {
        var (key, method) = (ground.Key(actor.Name), row.Name[..row.Name.IndexOf(' ')]);
        var (path, send) = (row["path"], row["send"].Replace("$n", key, StringComparison.Ordinal));
        foreach (var (name, value) in things) (path, send) = (path.Replace(name, value, StringComparison.Ordinal), send.Replace(name, value, StringComparison.Ordinal));
        (key, method) = (method is "GET" or "ANY" ? "" : key, method == "ANY" ? "GET" : method);
        if (!stranger) return (await door(actor, method, path, send, key), path + send);
        var reply = await door(actor, method, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "tenant=" + Ground.Firm, send, key, forged);
        // Some routes refuse a query key that they do not know; then the request itself is still to be tried.
        if (reply is { Status: 400 } && reply.Fact("pointer") == "?tenant") reply = await door(actor, method, path, send, key, forged);
        return (reply, path + send);
    }

    /// <summary><c>403 role.missing</c>: status and code; <c>302 /sign-in</c>: status and where it leads.</summary>
    private static bool IsAs(string expected, Reply reply)
    {
        var parts = expected.Split(' ');
        if (reply.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) != parts[0]) return false;
        if (parts.Length == 1) return true;
        return reply.Status is >= 300 and < 400 ? Local(reply.Header("Location")).StartsWith(parts[1], StringComparison.Ordinal) : reply.Code == parts[1];
    }

    private static string Local(string location) => Uri.TryCreate(location, UriKind.Absolute, out var whole) && whole.Scheme.StartsWith("http", StringComparison.Ordinal) ? whole.PathAndQuery : location;

    private static string Whole(Reply reply) => string.Join('\n', reply.Headers.Select(static h => $"{h.Key}: {h.Value}")) + "\n\n" + reply.Text;

    /// <summary>An answer without what differs each time: dates, traces, keys, and the id that was asked for.</summary>
    private static string Plain(Reply reply, string id)
    {
        var headers = reply.Headers.Where(static h => h.Key is not ("Date" or "Idempotency-Key" or "Set-Cookie")).Select(static h => $"{h.Key}: {h.Value}");
        return $"{reply.Status} {string.Join(' ', headers)} {Changing().Replace(reply.Text, "")}".Replace(id, "§", StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("\"traceId\":\"[0-9a-f]+\"|name=\"__RequestVerificationToken\"[^>]*>|name=\"operation\" value=\"[0-9a-f]+\"|cell-\\d+-[a-z0-9-]+")]
    private static partial Regex Changing();
}
