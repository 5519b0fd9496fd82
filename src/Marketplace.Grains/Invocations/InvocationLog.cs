using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Storage;
using Orleans;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;
using InvocationRows = Marketplace.Storage.Invocations.InvocationFacts;

namespace Marketplace.Grains.Invocations;

/// <summary>Reads a firm's invocation log, with people's names in the reader's language.</summary>
internal sealed class InvocationLog(Database database)
{
    private const int MostRows = 200;

    /// <summary>A page, newest first.</summary>
    public async Task<Answer<InvocationPage>> Page(Caller caller, IGrainFactory grains, string app, string function, string after, int limit)
    {
        if (caller.Tenant.Length == 0 || !Keys.IsApp(app) || await InstallRows.Get(database, caller.Tenant, app) is null)
            return Refusal.Of(Codes.NotFound, ("what", "install"));
        var most = Math.Clamp(limit, 1, MostRows);
        var rows = await InvocationRows.Page(database, caller.Tenant, app, function, after, most);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var actor in rows.Select(r => r.Actor).Distinct(StringComparer.Ordinal))
            names[actor] = await Name(caller, grains, actor);
        return new InvocationPage
        {
            Invocations = [.. rows.Select(r => Facts(r, names[r.Actor]))],
            Next = rows.Count == most ? rows[^1].Id : "",
        };
    }

    /// <summary>One line, or <c>notFound</c>.</summary>
    public async Task<Answer<InvocationFacts>> One(Caller caller, IGrainFactory grains, string app, string id)
    {
        if (caller.Tenant.Length == 0 || !Keys.IsApp(app) || await InvocationRows.Get(database, caller.Tenant, app, id) is not { } row)
            return Refusal.Of(Codes.NotFound, ("what", "invocation"));
        return Facts(row, await Name(caller, grains, row.Actor));
    }

    private static async Task<string> Name(Caller caller, IGrainFactory grains, string actor) =>
        await grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Get(caller, actor) is { Ok: true, Value: { } person }
            ? person.Name.GetValueOrDefault(caller.Culture, actor)
            : actor;

    private static InvocationFacts Facts(Storage.Invocations.InvocationRow row, string name) => new()
    {
        Invocation = row.Id, App = row.App, Function = row.Function, At = row.At, Actor = row.Actor, ActorName = name,
        Outcome = row.Outcome, Code = row.Code, Input = row.InputJson, Result = row.ResultJson, Cost = row.Cost, Meter = row.Meter, Version = row.Version,
    };
}
