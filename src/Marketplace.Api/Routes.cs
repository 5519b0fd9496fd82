using Marketplace.Api.Egress;
using Marketplace.Api.Accounts;
using Marketplace.Api.Billing;
using Marketplace.Api.Catalogue;
using Marketplace.Api.Devices;
using Marketplace.Api.Http;
using Marketplace.Api.Imports;
using Marketplace.Api.Insight;
using Marketplace.Api.Installs;
using Marketplace.Api.Invocations;
using Marketplace.Api.Jobs;
using Marketplace.Api.Publishing;
using Marketplace.Api.Records;
using Marketplace.Api.Resources;
using Marketplace.Api.Tenants;
using Marketplace.Api.Upgrades;
using Marketplace.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Api;

/// <summary>Every route of the API, each with what it says of itself.</summary>
internal static class Routes
{
    private const string App = "/{publisher}/{app}";
    private const string Version = App + "/{version}";
    private const string Entity = "/installs" + App + "/records/{entity}";

    public static void Map(IEndpointRouteBuilder endpoints, Edge edge)
    {
        var routes = new RouteBook(endpoints.MapGroup("/api/v1"), edge);
        Shop(routes);
        Releases(routes);
        Desk(routes);
        Installs(routes);
        Calls(routes);
        Records(routes);
        TableRoutes.Map(routes);
        BillingRoutes.Map(routes);
        FinanceLedgerRoutes.Map(routes);
        ResourceRoutes.Map(routes);
        TrackRoutes.Map(routes);
        InsightRoutes.Map(routes);
        HookRoutes.Map(routes);
        LetterRoutes.Map(routes);
        HookRoutes.Door(endpoints, edge);
        Devices(routes);
        People(routes);
        endpoints.Map("/api/{**rest}", Unknown.Answer(endpoints)).ExcludeFromDescription().AllowAnonymous();
    }

    private static void Shop(RouteBook routes)
    {
        routes.Map("GET", "/apps", ShopRoutes.List)
            .Says("Shop", "The shop of your brain", "Listed apps of the caller's sector brain, a page at a time.")
            .Asks("sector", "A sector word of the manifests.").Asks("category", "A category, such as a problem to solve.")
            .Asks("q", "Words to look for in name, summary and id.").Asks("limit", "1 to 200, 50 unless told.", "integer")
            .Asks("after", "The cursor `next` of the page before.");
        routes.Map("GET", "/apps" + App, ShopRoutes.App)
            .Says("Shop", "One app: what it does, may touch and costs").Refuses(Codes.NotFound);
        routes.Map("GET", "/collections", ShopRoutes.Collections).Says("Shop", "The operator's collections");
    }

    private static void Releases(RouteBook routes)
    {
        routes.Map("POST", "/releases", ReleaseRoutes.Submit).With(201).Takes<byte[]>("application/zip")
            .Says("Publishing", "Publish a release", "A package as `mkt pack` makes it, at most 20 MB. Runs every check; a release without a red finding goes to the desks of the brains of its sectors. The same bytes again give the same facts.")
            .Refuses(Codes.InputContentType, Codes.ReleaseTooLarge, Codes.ReleaseInvalid, Codes.ReleaseVersion, Codes.ReleaseBytesChanged, Codes.NamespaceNotYours, Codes.RoleMissing, Codes.OperationMismatch);
        routes.Map("GET", "/releases" + Version, ReleaseRoutes.Get)
            .Says("Publishing", "A release's facts and findings").Refuses(Codes.NotFound);
        routes.Map("POST", "/releases" + Version + "/suspend", ReleaseRoutes.Suspend).Takes<ReasonBody>()
            .Says("Desk", "Stop a version in your brain at once").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
        routes.Map("POST", "/releases" + Version + "/resume", ReleaseRoutes.Resume)
            .Says("Desk", "Lift a suspension").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
        routes.Map("POST", "/releases" + Version + "/withdraw", ReleaseRoutes.Withdraw)
            .Says("Publishing", "Take a version off one brain's shelf", "For the publisher; name the brain with `?brain=`. Installs keep running.")
            .Refuses(Codes.NamespaceNotYours, Codes.NotFound, Codes.ConflictState);
        routes.Map("GET", "/releases" + Version + "/rollout", ReleaseRoutes.Rollout)
            .Says("Desk", "How the rollout of a version stands", "For the operator of a brain and for the publisher, who names the brain with `?brain=`: the share, the installs it has come to, calls and failures of the version and of the others.")
            .Refuses(Codes.NamespaceNotYours, Codes.NotFound);
        routes.Map("POST", "/releases" + Version + "/rollout", ReleaseRoutes.Roll).Takes<RolloutBody>()
            .Says("Desk", "Roll a version out further, or halt it", "`share` is 1, 10 or 100 percent of the installs; 0 halts. The same share again goes on after a halt. A rollout begins with a `list` decision that names a share.")
            .Refuses(Codes.InputInvalid, Codes.NamespaceNotYours, Codes.NotFound, Codes.ConflictState);
        routes.Map("POST", "/publishers/{publisher}/claim", PublisherRoutes.Claim).Takes<ClaimBody>()
            .Says("Publishing", "Claim a namespace").Refuses(Codes.NamespaceNotYours, Codes.ConflictState, Codes.RoleMissing);
        routes.Map("POST", "/publishers/{publisher}/prove", PublisherRoutes.Prove).Takes<ProveBody>()
            .Says("Desk", "Confirm a claim's evidence").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
        routes.Map("GET", "/publishers/{publisher}", PublisherRoutes.Get)
            .Says("Publishing", "A namespace and its state").Refuses(Codes.NotFound);
    }

    private static void Desk(RouteBook routes)
    {
        routes.Map("GET", "/reviews", DeskRoutes.Queue)
            .Says("Desk", "Releases that wait at your desk").Asks("all", "true: decided ones too.", "boolean").Refuses(Codes.RoleMissing);
        routes.Map("GET", "/reviews" + Version, DeskRoutes.Review)
            .Says("Desk", "One release: findings, and the difference from the last listed version").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", "/reviews" + Version + "/decision", DeskRoutes.Decide).Takes<DecisionBody>()
            .Says("Desk", "List, ask for changes or refuse", "`list` needs no rule, and with `share` offers the version to 1 or 10 percent of the installs first; `ask` and `refuse` name the rules they rest on.")
            .Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
    }

    private static void Installs(RouteBook routes)
    {
        routes.Map("POST", "/installs", InstallRoutes.Install).With(201).Takes<InstallBody>()
            .Says("Installs", "Install an app", "`grants` is the word `all` or an array of scopes; 201 with the receipt, 200 when the app was there already. A repeat with the same Idempotency-Key gives the same receipt.")
            .Refuses(Codes.NotFound, Codes.GrantMissing, Codes.RoleMissing, Codes.ConflictState, Codes.OperationMismatch, Codes.OperationInFlight, Codes.AppSuspended);
        routes.Map("GET", "/installs", InstallRoutes.List).Says("Installs", "Your firm's installs, with this month's cost");
        routes.Map("GET", "/installs" + App, InstallRoutes.Get).Says("Installs", "One install").Refuses(Codes.NotFound);
        routes.Map("PUT", "/installs" + App + "/cap", InstallRoutes.Cap).Takes<CapBody>()
            .Says("Installs", "Set the monthly cap", "In micro-yuan. Reaching it pauses the app; it never surprises.").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("GET", "/installs" + App + "/settings", SettingsRoutes.Get)
            .Says("Installs", "An app's settings, and what its version lets be set").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("PUT", "/installs" + App + "/settings", SettingsRoutes.Put).Takes<System.Text.Json.JsonElement>()
            .Says("Installs", "Set an app's settings", "The body is all of them, as the settings schema of the manifest has them: what is not in it is set no longer. What the schema marks as secret is given by `PUT …/secrets/{name}`. A repeat with the same Idempotency-Key gives the same answer.")
            .Refuses(Codes.InputInvalid, Codes.BodyTooLarge, Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.OperationMismatch);
        routes.Map("GET", "/installs" + App + "/secrets", SecretRoutes.Names)
            .Says("Installs", "The names of an app's secrets", "When each was given, and by whom. Their values go in and never come out.").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("PUT", "/installs" + App + "/secrets/{name}", SecretRoutes.Keep).Takes<SecretBody>()
            .Says("Installs", "Give an app a secret", "The app uses it as a header's value in requests to the hosts it declares, by its name: neither the app nor anybody else reads it. One of the same name is replaced.")
            .Refuses(Codes.RoleMissing, Codes.NotFound, Codes.SecretQuota);
        routes.Map("DELETE", "/installs" + App + "/secrets/{name}", SecretRoutes.Forget)
            .Says("Installs", "Take a secret away").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", "/installs" + App + "/suspend", InstallRoutes.Suspend)
            .Says("Installs", "Pause an app").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
        routes.Map("POST", "/installs" + App + "/resume", InstallRoutes.Resume)
            .Says("Installs", "Go on after a pause").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
        routes.Map("POST", "/installs" + App + "/uninstall", InstallRoutes.Uninstall)
            .Says("Installs", "Uninstall an app", "Its meter stops at once. Take the export first, or within the 90 days in which it can be restored; then everything is removed.")
            .Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
        routes.Map("POST", "/installs" + App + "/restore", InstallRoutes.Restore)
            .Says("Installs", "Have an app back", "Within 90 days of uninstalling it, with everything it had.").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
        UpgradeRoutes.Map(routes);
        RehearsalRoutes.Map(routes);
    }

    private static void Calls(RouteBook routes)
    {
        routes.Map("POST", "/installs" + App + "/functions/{name}", InvokeRoute.Call).Takes<System.Text.Json.JsonElement>().Gives(typeof(FunctionAnswer))
            .Says("Calls", "Call a function", "The body is the input, any JSON value that the function's schema takes. What the app or a limit refuses is 422 with its code and its cost.")
            .Asks("dryRun", "true: run without committing anything.", "boolean")
            .Reads("Second-Signature", "`{badge}:{pin}` of another person, for functions that ask for one.")
            .Refuses(Codes.InputMalformed, Codes.InputInvalid, Codes.BodyTooLarge, Codes.InputContentType, Codes.CapReached, Codes.GrantMissing, Codes.RoleMissing,
                Codes.SignatureMissing, Codes.SignatureInvalid, Codes.SignatureSelf, Codes.NotFound, Codes.FunctionUnknown, Codes.ConflictState, Codes.ConflictVersion,
                Codes.ConflictUnique, Codes.OperationMismatch, Codes.OperationInFlight, Codes.AppThrew, Codes.AppSuspended, Codes.LimitCpu, Codes.LimitStatements,
                Codes.LimitMemory, Codes.LimitResult, Codes.LimitHostCalls, Codes.LimitEffects, Codes.LimitDeadline, Codes.EffectReadOnly, Codes.EffectInvalid);
        routes.Map("GET", "/installs" + App + "/invocations", LogRoute.List)
            .Says("Calls", "The log of an app's calls, newest first").Asks("function", "Only this function.")
            .Asks("limit", "1 to 200, 50 unless told.", "integer").Asks("after", "The cursor `next` of the page before.").Refuses(Codes.NotFound);
        routes.Map("GET", "/invocations/{id}/recording", RecordingRoutes.Get).Gives(typeof(System.Text.Json.JsonElement))
            .Says("Calls", "Take the recording of a call", "Everything the call knew, asked and was told, for `mkt replay`. For the owner; a publisher needs the firm's approval. Kept for 30 days, at most 5,000 calls or 64 MB of an app.")
            .Asks("redact", "true: mask the fields that the manifest marks as personal. The recording is then inexact.", "boolean")
            .Refuses(Codes.RoleMissing, Codes.RecordingApproval, Codes.RecordingNone, Codes.NotFound);
        routes.Map("POST", "/invocations/{id}/replay", RecordingRoutes.Replay)
            .Says("Calls", "Run a recorded call again", "On its own version: the same result and the same bill, byte by byte, or where they differ. On another version: the recorded answers are served again where it asks the same. Reads nothing new, commits nothing, bills nobody.")
            .Asks("version", "A version of the app that your firm can see; the recorded one unless told.")
            .Refuses(Codes.RoleMissing, Codes.RecordingApproval, Codes.RecordingNone, Codes.NotFound);
        routes.Map("GET", "/operations/{key}", OperationRoute.Get)
            .Says("Calls", "How an operation ended", "For a command whose answer did not arrive. `notFound`: it has not ended, or left nothing; repeat it under the same key, which runs it once or gives the stored answer.")
            .Refuses(Codes.NotFound);
        routes.Map("GET", "/usage", UsageRoute.Get).Says("Calls", "What your firm used this month, by app, in micro-yuan");
    }

    private static void Records(RouteBook routes)
    {
        routes.Map("GET", Entity, RecordRoutes.List).Gives(typeof(RecordPageBody))
            .Says("Records", "Query records").Asks("where", "A condition as JSON: `{\"code\":\"A\"}`, `{\"at\":{\"gte\":\"…\"}}`, `and`, `or`, `not`.")
            .Asks("orderBy", "Fields, comma-separated; `-` before a field turns it.").Asks("limit", "1 to 1000.", "integer")
            .Asks("after", "The cursor `next` of the page before.").Asks("select", "Fields, comma-separated.")
            .Refuses(Codes.QueryInvalid, Codes.QueryNeedsIndex, Codes.NotFound);
        routes.Map("GET", Entity + "/{id}", RecordRoutes.Get).Gives(typeof(System.Text.Json.JsonElement))
            .Says("Records", "One record", "The version is the ETag.").Refuses(Codes.NotFound);
        routes.Map("POST", Entity, RecordRoutes.Insert).With(201).Takes<System.Text.Json.JsonElement>().Gives(typeof(System.Text.Json.JsonElement))
            .Says("Records", "Create a record").Refuses(Codes.InputInvalid, Codes.ConflictUnique, Codes.RoleMissing, Codes.NotFound);
        routes.Map("PATCH", Entity + "/{id}", RecordRoutes.Update).Takes<System.Text.Json.JsonElement>().Gives(typeof(System.Text.Json.JsonElement))
            .Says("Records", "Change fields of a record", "null removes a field.").Reads("If-Match", "The ETag you read; a stale one is `conflict.version`.")
            .Refuses(Codes.InputInvalid, Codes.ConflictVersion, Codes.ConflictUnique, Codes.ConflictAppendOnly, Codes.RoleMissing, Codes.NotFound);
        routes.Map("DELETE", Entity + "/{id}", RecordRoutes.Delete).With(204)
            .Says("Records", "Remove a record").Reads("If-Match", "The ETag you read; a stale one is `conflict.version`.")
            .Refuses(Codes.ConflictVersion, Codes.ConflictAppendOnly, Codes.RoleMissing, Codes.NotFound);
    }

    private static void People(RouteBook routes)
    {
        routes.Map("GET", "/people", PeopleRoutes.List).Says("People", "Your firm's people", "Former ones too: their names stand in the firm's records.").Refuses(Codes.RoleMissing);
        routes.Map("POST", "/people/{person}/sign-out", PeopleRoutes.SignOut)
            .Says("People", "End a person's sessions and tokens", "Everywhere within seconds. For an owner, and for oneself.").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", "/people/{person}/remove", PeopleRoutes.Remove)
            .Says("People", "Take a person out of the firm", "Sessions, tokens, badge and roles end everywhere within seconds; the name stays. Not for oneself.")
            .Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState);
    }

    private static void Devices(RouteBook routes)
    {
        routes.Map("POST", "/devices", DeviceRoutes.Register).With(201).Takes<DeviceBody>()
            .Says("Devices", "Register a device, or give it a new token", "The token is shown once. A device speaks MQTT: up `v1/{id}/t/{series}`, down `v1/{id}/c/{command}`; user name is the id, password the token.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing);
        routes.Map("GET", "/devices", DeviceRoutes.List).Says("Devices", "Your firm's devices");
        routes.Map("POST", "/devices/{code}/readings", DeviceRoutes.Readings).Takes<ReadingsBody>()
            .Says("Devices", "Store readings of a series", "A batch is one unit; (device, series, seq) removes doubles.").Refuses(Codes.InputInvalid, Codes.NotFound, Codes.DeviceUnknown);
        routes.Map("GET", "/devices/{code}/windows", DeviceRoutes.Windows)
            .Says("Devices", "Windows that apps keep over its series", "How far each has come, and readings that are in none: late, no numbers, ahead of the clock.").Refuses(Codes.NotFound, Codes.DeviceUnknown);
    }
}
