using System.Text;
using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;

namespace Marketplace.Api.Resources;

/// <summary>Shared things over HTTP: the same four routes for each service, and its state tables.</summary>
internal static class ResourceRoutes
{
    public static void Map(RouteBook routes)
    {
        foreach (var service in SharedServices.All)
        {
            var root = "/" + service.Name;
            routes.Map("GET", root + "/states", x => States(x, service))
                .Says("Shared things", $"The state tables of {service.Name}", "Every collection with its states, its commands with the schema of their input, and which command leads from where to where, by whom. A command that is not in the table for the present state is `conflict.state`.");
            routes.Map("GET", root + "/{collection}", x => List(x, service)).Gives(typeof(ResourceListBody))
                .Says("Shared things", $"List things of {service.Name}", "Your firm's own, newest change first, or those open to the brain.")
                .Asks("open", "true: what is open to every firm of the brain.", "boolean").Asks("state", "A state of the table.")
                .Asks("limit", "1 to 200, 50 unless told.", "integer").Asks("after", "The cursor `next` of the page before.").Refuses(Codes.NotFound, Codes.InputInvalid);
            routes.Map("POST", root + "/{collection}", x => Make(x, service)).With(201).Takes<JsonElement>()
                .Says("Shared things", $"Make a thing of {service.Name}", "The command of the table that leads out of nothing; its input is the body.").Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.ResourceOff, Codes.OperationMismatch);
            routes.Map("GET", root + "/{collection}/{id}", x => Get(x, service)).Says("Shared things", $"One thing of {service.Name}").Refuses(Codes.NotFound);
            routes.Map("GET", root + "/{collection}/{id}/steps", x => Steps(x, service)).Says("Shared things", "What was done to it", "In its order, for its parties.").Refuses(Codes.NotFound);
            routes.Map("POST", root + "/{collection}/{id}/{command}", x => Do(x, service)).Takes<JsonElement>()
                .Says("Shared things", $"Do a command on a thing of {service.Name}", "What the state table names. All that a command changes changes at once or not at all.")
                .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.ConflictHead, Codes.OperationMismatch);
        }
    }

    private static async Task<Answer<ServiceStates>> States(Exchange x, IResourceService service)
    {
        var mode = ResourcePolicy.Off;
        if (x.Caller.Brain.Length > 0) mode = (await Board(x, service).Mode(x.Caller)).Must();
        return new ServiceStates(service.Name, mode, [.. service.Modes], [.. ResourceRules.Tables(service).Select(table => CollectionStates.Of(service, table))]);
    }

    private static async Task<Answer<ResourceListBody>> List(Exchange x, IResourceService service)
    {
        if (x.BrainNeeded is { } no) return no;
        if (x.Number("limit", 50, 200) is not { } limit) return Commands.Invalid("?limit", "range", "1 to 200");
        if (x.Flag("open") is not { } open) return Commands.Invalid("?open", "type", "true or false");
        var page = await Board(x, service).List(x.Caller, new ResourceQuery { Collection = x.Route("collection"), Open = open, State = x.Query("state"), After = x.Query("after"), Limit = limit });
        return page.Refusal is { } refused ? refused : new ResourceListBody([.. page.Must().Things.Select(ResourceBody.Of)], page.Must().Next);
    }

    private static async Task<Answer<ResourceBody>> Get(Exchange x, IResourceService service) =>
        x.BrainNeeded is { } no ? no : Shown(await Board(x, service).Get(x.Caller, x.Route("collection"), x.Route("id")));

    private static async Task<Answer<ResourceStepList>> Steps(Exchange x, IResourceService service)
    {
        if (x.BrainNeeded is { } no) return no;
        var steps = await Board(x, service).Steps(x.Caller, x.Route("collection"), x.Route("id"));
        return steps.Refusal is { } refused ? refused : new ResourceStepList(steps.Must());
    }

    private static async Task<Answer<ResourceBody>> Make(Exchange x, IResourceService service)
    {
        var collection = x.Route("collection");
        if (ResourceRules.Table(service, collection) is not { } table || table.Transitions.FirstOrDefault(static one => one.From == StateTable.None) is not { } first) return Exchange.Nothing(collection);
        var id = ResourceCommand.IdOf(x.Caller.Tenant, x.Caller.Operation, 0);
        var made = await On(x, service, collection, id, first.Command);
        if (made.Ok) x.Created($"/api/v1/{service.Name}/{collection}/{id}");
        return made;
    }

    private static Task<Answer<ResourceBody>> Do(Exchange x, IResourceService service) => On(x, service, x.Route("collection"), x.Route("id"), x.Route("command"));

    private static async Task<Answer<ResourceBody>> On(Exchange x, IResourceService service, string collection, string id, string command)
    {
        if (x.BrainNeeded is { } no) return no;
        if (ResourceRules.Table(service, collection) is not { } table || !table.Commands.Contains(command)) return Exchange.Nothing("command");
        if (!ResourceName.IsId(id)) return Exchange.Nothing(collection);
        var input = "{}";
        if (x.Http.Request.ContentLength is not (null or 0))
        {
            var body = await Bodies.Json(x.Http.Request, Limits.CommandBody, x.Cancel);
            if (body.Refusal is { } unfit) return unfit;
            input = Encoding.UTF8.GetString(body.Must());
        }
        return Shown(await x.Grains.GetGrain<IResourceGrain>(Keys.Resource(x.Caller.Brain, service.Name, collection, id)).Do(x.Caller, new ResourceOrder { Command = command, Input = input }));
    }

    private static Answer<ResourceBody> Shown(Answer<ResourceView> answer) => answer.Refusal is { } no ? no : ResourceBody.Of(answer.Must());

    private static IResourceBoardGrain Board(Exchange x, IResourceService service) => x.Grains.GetGrain<IResourceBoardGrain>(Keys.Resources(x.Caller.Brain, service.Name));
}
