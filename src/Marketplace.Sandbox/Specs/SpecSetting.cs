using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Specs;

/// <summary>The <c>given</c> of a spec: who, when, and over which records.</summary>
internal sealed record SpecSetting(DateTimeOffset Now, string User, IReadOnlyList<string> Roles, string SecondSigner, JsonElement Given)
{
    private static readonly DateTimeOffset Otherwise = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static SpecSetting Of(JsonElement given, Manifest manifest) =>
        new SpecSetting(Otherwise, "someone", ["worker"], "", given) { Scopes = [.. manifest.Permissions.Select(p => p.Scope)] }.With(given);

    private IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What the world answers, or undefined.</summary>
    public JsonElement Http => Given.ValueKind == JsonValueKind.Object && Given.TryGetProperty("http", out var http) ? http : default;

    /// <summary>What other apps answer, or undefined.</summary>
    public JsonElement Apps => Given.ValueKind == JsonValueKind.Object && Given.TryGetProperty("apps", out var apps) ? apps : default;

    /// <summary>The same with what another <c>given</c> changes.</summary>
    public SpecSetting With(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object) return this;
        var next = this;
        if (given.TryGetProperty("now", out var now)) next = next with { Now = now.GetDateTimeOffset() };
        if (given.TryGetProperty("user", out var user))
            next = next with
            {
                User = user.GetProperty("id").GetString()!,
                Roles = user.TryGetProperty("roles", out var roles) ? [.. roles.EnumerateArray().Select(r => r.GetString()!)] : next.Roles,
            };
        if (given.TryGetProperty("secondSigner", out var second)) next = next with { SecondSigner = second.GetString() ?? "" };
        return next;
    }

    /// <summary>Does the given commands on shared things, in their order; says what could not be.</summary>
    public IEnumerable<string> Share(MemoryFirm firm)
    {
        if (Given.ValueKind != JsonValueKind.Object || !Given.TryGetProperty("shared", out var commands)) yield break;
        foreach (var command in commands.EnumerateArray())
            if (command.ValueKind == JsonValueKind.String) yield return $"given/shared: there is no $shared \"{command.GetString()}\" in {SpecRecords.Path}";
            else if (firm.Shared.Give(command, Now) is { } no) yield return $"given/shared: {command.GetProperty("command").GetString()} on {command.GetProperty("on").GetString()} is refused with {no.Code} {string.Join(' ', no.Facts.Select(static fact => $"{fact.Key}={fact.Value}"))}";
    }

    /// <summary>Puts the given records in place; says what could not be.</summary>
    public IEnumerable<string> Fill(MemoryFirm firm, SpecRecords named)
    {
        if (Given.ValueKind != JsonValueKind.Object || !Given.TryGetProperty("records", out var records)) yield break;
        foreach (var entity in records.EnumerateObject())
        {
            var index = 0;
            foreach (var body in entity.Value.EnumerateArray())
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"given/records/{entity.Name}/{index++}");
                var (record, fault) = named.Of(entity.Name, body);
                if (record is null) yield return $"{at}: {fault}";
                else if (firm.Put(entity.Name, record.Value) is { } refusal)
                    yield return $"{at}: {refusal.Code} {string.Join(", ", refusal.Facts.Select(f => $"{f.Key}={f.Value}"))}";
            }
        }
    }

    /// <summary>The call of one step. Its invocation id is the step's number, so ids in expectations are known.</summary>
    public Call Call(Manifest manifest, string name, FunctionSpec function, byte[] input, int step) => new()
    {
        Invocation = string.Create(CultureInfo.InvariantCulture, $"{step + 1:D26}"),
        Tenant = "spec", App = manifest.Id, Function = name, Handler = function.Handler, Input = input, Now = Now, Seed = 1, User = User,
        Roles = Roles, Grants = Scopes, ReadOnly = function.ReadOnly, SecondSigner = SecondSigner,
        Settings = Given.ValueKind == JsonValueKind.Object && Given.TryGetProperty("settings", out var settings)
            ? Encoding.UTF8.GetBytes(settings.GetRawText()) : [],
        Budget = Budget.Within(manifest.Runtime),
    };
}
