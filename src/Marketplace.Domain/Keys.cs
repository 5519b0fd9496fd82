namespace Marketplace.Domain;

/// <summary>The one place where a grain key is made or taken apart: <c>{kind}:{owner}/{id}</c>. The colon and the slash keep a
/// key from ever looking like a number or a GUID, which Orleans' AdoNet storage would fold (<c>abc</c> = <c>ABC</c>).
/// <see cref="Keys"/> refuses; it never escapes.</summary>
public static class Keys
{
    private const int Longest = 200;

    public static string Brain(string brain) => Make("brain", brain, "self");
    public static string Desk(string brain) => Make("desk", brain, "queue");
    public static string Shop(string brain) => Make("shop", brain, "shelf");
    public static string Tenant(string tenant) => Make("tenant", tenant, "self");
    public static string Publisher(string publisher) => Make("publisher", publisher, "self");
    public static string Release(string app, string version) => Make("release", Owner(app), $"{Name(app)}@{version}");
    public static string Listing(string brain, string app) => Make("listing", brain, $"{Owner(app)}.{Name(app)}");
    public static string Collection(string brain, string id) => Make("collection", brain, id);
    public static string Install(string tenant, string app) => Make("install", tenant, $"{Owner(app)}.{Name(app)}");
    public static string Turn(string tenant, string app) => Make("turn", tenant, $"{Owner(app)}.{Name(app)}");
    public static string Home(string tenant, string app) => Make("home", tenant, $"{Owner(app)}.{Name(app)}");
    public static string Device(string tenant, string device) => Make("device", tenant, Folded(device));
    public static string Ledger(string brain, string book) => Make("ledger", brain, book);
    public static string Billing(string brain) => Make("billing", brain, "desk");
    public static string Payouts(string brain) => Make("payouts", brain, "desk");
    public static string Accounts() => Make("accounts", "-", "directory");
    public static string Invoker() => Make("invoker", "-", "any");
    public static string Hooks(string tenant) => Make("hooks", tenant, "any");
    public static string Letters(string tenant) => Make("letters", tenant, "any");
    public static string Files(string tenant) => Make("files", tenant, "any");
    public static string Imports(string tenant) => Make("imports", tenant, "any");
    public static string Upgrades(string tenant) => Make("upgrades", tenant, "any");
    public static string Rehearsals(string tenant) => Make("rehearsals", tenant, "any");
    public static string Exports(string tenant) => Make("exports", tenant, "any");
    public static string Recordings(string tenant) => Make("recordings", tenant, "any");
    public static string Shares(string tenant) => Make("shares", tenant, "any");
    public static string Insight(string brain) => Make("insight", brain, "figures");
    public static string Photos(string brain) => Make("photos", brain, "any");
    public static string Settings(string tenant) => Make("settings", tenant, "any");
    public static string Secrets(string tenant) => Make("secrets", tenant, "any");
    public static string Resource(string brain, string service, string collection, string id) => Make("resource", brain, $"{service}/{collection}/{id}");
    public static string Resources(string brain, string service) => Make("resources", brain, service);
    public static string Records(string tenant) => Make("records", tenant, "any");

    /// <summary>Kind, owner and id of a key.</summary>
    public static (string Kind, string Owner, string Id) Parse(string key)
    {
        var colon = key.IndexOf(':');
        var slash = key.IndexOf('/', colon + 1);
        if (colon <= 0 || slash <= colon + 1 || slash == key.Length - 1)
            throw new ArgumentException("A grain key is kind:owner/id.", nameof(key));
        var parts = (key[..colon], key[(colon + 1)..slash], key[(slash + 1)..]);
        if (Make(parts.Item1, parts.Item2, parts.Item3) != key) throw new ArgumentException("Not a key.", nameof(key));
        return parts;
    }

    /// <summary>A key that was made here, stored, and read again; anything else is refused.</summary>
    public static string Known(string key)
    {
        Parse(key);
        return key;
    }

    /// <summary>The app id <c>publisher/name</c> behind the id part of an install or listing key.</summary>
    public static string AppOf(string id)
    {
        var dot = id.IndexOf('.');
        return dot <= 0 ? throw new ArgumentException("Not an app's key.", nameof(id)) : $"{id[..dot]}/{id[(dot + 1)..]}";
    }

    /// <summary>The publisher of <c>publisher/app</c>.</summary>
    public static string Owner(string app) => Split(app).Publisher;

    /// <summary>The name of <c>publisher/app</c>.</summary>
    public static string Name(string app) => Split(app).Name;

    /// <summary>True for a slug <c>^[a-z][a-z0-9-]{1,30}$</c>: tenants, publishers, brains, app names.</summary>
    public static bool IsSlug(string? text) =>
        text is { Length: >= 2 and <= 31 } && text[0] is >= 'a' and <= 'z'
        && text.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;

    /// <summary>True for <c>publisher/app</c>, both slugs.</summary>
    public static bool IsApp(string? text)
    {
        if (text is null) return false;
        var slash = text.IndexOf('/');
        return slash > 0 && IsSlug(text[..slash]) && IsSlug(text[(slash + 1)..]);
    }

    /// <summary>A firm's own code of a machine, ASCII case folded: <c>M-13</c> and <c>m-13</c> are one machine. Other letters stay as they
    /// are and are refused in a key: some of them (the Kelvin sign) have an ASCII letter as their lower case.</summary>
    public static string Folded(string code) => string.Create(code.Length, code, static (folded, from) =>
    {
        for (var i = 0; i < folded.Length; i++) folded[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });

    private static (string Publisher, string Name) Split(string app)
    {
        if (!IsApp(app)) throw new ArgumentException("An app is publisher/name in lower case.", nameof(app));
        var slash = app.IndexOf('/');
        return (app[..slash], app[(slash + 1)..]);
    }

    private static string Make(string kind, string owner, string id)
    {
        if (owner != "-" && !IsSlug(owner)) throw new ArgumentException($"'{owner}' is no owner slug.", nameof(owner));
        if (!IsSlug(kind)) throw new ArgumentException($"'{kind}' is no kind.", nameof(kind));
        if (id.Length == 0 || id.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789.:/@_-") >= 0)
            throw new ArgumentException("A key's id is made of a-z 0-9 . : / @ _ -", nameof(id));
        var key = $"{kind}:{owner}/{id}";
        return key.Length <= Longest ? key : throw new ArgumentException($"A key has at most {Longest} characters.", nameof(id));
    }
}
