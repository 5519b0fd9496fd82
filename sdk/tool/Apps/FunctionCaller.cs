using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Schemas;
using Marketplace.Sandbox.Specs;

namespace Marketplace.Tool.Apps;

/// <summary>Who calls, in a firm that exists in this process only.</summary>
internal sealed record Persona(string Id, IReadOnlyList<string> Roles, string Culture = "zh-CN");

/// <summary>Calls a function as the host would: role, second signature, input schema, the kernel, the effects, the output schema.</summary>
internal sealed class FunctionCaller(Package package, MemoryFirm firm, ICallRunner runner)
{
    private readonly Random _random = new(RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>The outcome and the invocation's id; effects of a completed call have been applied to the firm.</summary>
    public async Task<(Outcome Outcome, string Invocation)> Call(
        string name, byte[] input, Persona who, (DateTimeOffset Now, string SecondSigner) at, CancellationToken cancel)
    {
        var invocation = Ids.New(at.Now, _random);
        if (!package.Manifest.Functions.TryGetValue(name, out var function))
            return (Refused(Refusal.Of(Codes.FunctionUnknown, ("function", name))), invocation);
        if (Guard(function, name, who, at.SecondSigner) is { } no) return (Refused(no), invocation);
        if (Misfit(function.Input, input) is { } misfit) return (Refused(misfit), invocation);
        (firm.Now, firm.Actor) = (at.Now, who.Id);
        var order = Order(name, function, input, who, at, invocation);
        var outcome = await runner.Run(package.Script, order, firm, cancel);
        if (outcome.Verdict != Verdict.Completed) return (outcome, invocation);
        if (EffectRules.Check(package.Manifest, function, order.Grants, outcome.Effects, Budget.Default.Effects) is { } barred)
            return (outcome with { Verdict = Verdict.Refused, Refusal = barred, Effects = [] }, invocation);
        if (Misfit(function.Output, outcome.Result) is { } wrong)
            return (outcome with { Verdict = Verdict.Threw, Effects = [], Refusal = Refusal.Of(Codes.AppThrew, ("message", $"the result does not fit the output schema at \"{wrong.Facts["pointer"]}\": {wrong.Facts["message"]}")) }, invocation);
        return firm.Apply(outcome.Effects) is { } clash
            ? (outcome with { Verdict = Verdict.Refused, Refusal = clash, Effects = [] }, invocation) : (outcome, invocation);
    }

    private Call Order(string name, FunctionSpec function, byte[] input, Persona who, (DateTimeOffset Now, string SecondSigner) at, string invocation) =>
        new()
        {
            Invocation = invocation, Tenant = "sample", App = package.Manifest.Id, Function = name, Handler = function.Handler, Input = input,
            Now = at.Now, Seed = (ulong)_random.NextInt64(), User = who.Id, Roles = who.Roles, Culture = who.Culture, ReadOnly = function.ReadOnly,
            Grants = [.. package.Manifest.Permissions.Select(p => p.Scope)], SecondSigner = at.SecondSigner,
            Budget = Budget.Within(package.Manifest.Runtime),
        };

    private static Refusal? Guard(FunctionSpec function, string name, Persona who, string secondSigner)
    {
        if (function.Roles.Count > 0 && !function.Roles.Intersect(who.Roles).Any() && !who.Roles.Contains(Roles.System))
            return Refusal.Of(Codes.RoleMissing, ("function", name), ("roles", string.Join(", ", function.Roles)));
        return function.SecondSigners.Count > 0 && secondSigner.Length == 0 && !who.Roles.Contains(Roles.System)
            ? Refusal.Of(Codes.SignatureMissing, ("function", name), ("roles", string.Join(", ", function.SecondSigners))) : null;
    }

    private static Refusal? Misfit(JsonElement schema, byte[] value)
    {
        if (schema.ValueKind != JsonValueKind.Object) return null;
        var error = JsonSchema.Parse(schema).Must().Check(JsonElement.Parse(value)).FirstOrDefault();
        return error is null ? null : Refusal.Of(Codes.InputInvalid, ("pointer", error.Pointer), ("rule", error.Rule), ("message", error.Message));
    }

    private static Outcome Refused(Refusal refusal) => new() { Verdict = Verdict.Refused, Refusal = refusal };
}
