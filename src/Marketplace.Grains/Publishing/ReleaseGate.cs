using System.Security.Cryptography;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Catalogue;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;

namespace Marketplace.Grains.Publishing;

/// <summary>Every check a release passes in quarantine. It fails closed: a check that could not run is a red finding of its own,
/// never the absence of findings.</summary>
internal sealed class ReleaseGate(ICallRunner runner, ReleaseLibrary library, TimeProvider time)
{
    private const int FindingsKept = 200;

    /// <summary>What the checks said, and what a typical call of the release costs.</summary>
    public sealed record Judgement(IReadOnlyList<Finding> Findings, long TypicalCall);

    /// <summary>Fingerprint of the key that signed the package, or empty when unsigned.</summary>
    public static string KeyId(Package package)
    {
        var key = PackageSignature.KeyOf(package);
        return key.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(key));
    }

    /// <summary>Runs the checks of the manifest, the script, the signature and the specs.</summary>
    public async Task<Judgement> Check(Package package, Package? previous, bool newKey)
    {
        if (await Unpreparable(package) is { } unpreparable) return new Judgement([unpreparable], 0);
        var findings = new List<Finding>(ReleaseChecks.Run(package, previous, time.GetUtcNow(), await library.OtherApps(package.Manifest.Id)));
        findings.AddRange(Admission.Check(package.Script.Modules));
        findings.Add(Signature(package, newKey));
        var results = await SpecRunner.Run(package, runner, CancellationToken.None);
        findings.AddRange(results.Where(r => !r.Passed).Select(r => new Finding
        {
            Rule = "spec.failed", Severity = Severity.Red, File = r.File, Message = $"{r.Name}: {string.Join("; ", r.Failures.Take(3))}",
            Remedy = "Run mkt test and mend the function or the spec.",
        }));
        findings.Add(results.Count == 0
            ? new Finding { Rule = "spec.none", Severity = Severity.Amber, Message = "The release has no specs.", Remedy = "Add specs/*.spec.json: one per rule the app keeps." }
            : new Finding { Rule = "spec.ran", Severity = Severity.Green, Message = $"{results.Count(r => r.Passed)} of {results.Count} specs passed in the kernel." });
        return new Judgement([.. findings.OrderByDescending(f => f.Severity).Take(FindingsKept)], Typical(results));
    }

    /// <summary>A runner takes the script before anything here looks at its text: a source can be made so that parsing it does not end,
    /// and only a process of its own can be ended then.</summary>
    private async Task<Finding?> Unpreparable(Package package)
    {
        var call = new Call
        {
            Invocation = package.Digest, Tenant = package.Manifest.Id, App = package.Manifest.Id, Function = "", Handler = "", Input = "{}"u8.ToArray(),
            Now = DateTimeOffset.UnixEpoch, Seed = 0, User = "",
        };
        var outcome = await runner.Run(package.Script, call, new Silent(), CancellationToken.None);
        return outcome.Verdict == Verdict.Deadline || outcome.Refusal?.Code == Codes.AppQuarantined
            ? new Finding { Rule = "script.lethal", Severity = Severity.Red, Message = "The source ended the process that was to parse it.", Remedy = "Write it so that people could read it." }
            : null;
    }

    private static Finding Signature(Package package, bool newKey) => KeyId(package).Length == 0
        ? new Finding { Rule = "signature.none", Severity = Severity.Amber, File = "signature.json", Message = "The package is not signed.", Remedy = "Publish with mkt, which signs, or run mkt pack without --unsigned." }
        : !PackageSignature.Verify(package, PackageSignature.KeyOf(package))
            ? new Finding { Rule = "signature.invalid", Severity = Severity.Red, File = "signature.json", Message = "The signature does not match the package.", Remedy = "Pack and publish again with mkt." }
        : newKey
            ? new Finding { Rule = "signature.newKey", Severity = Severity.Amber, File = "signature.json", Message = "Signed with a key this publisher has not used before.", Remedy = "Ask the publisher over a known channel whether the key is theirs." }
            : new Finding { Rule = "signature.ok", Severity = Severity.Green, File = "signature.json", Message = "Signed with a known key." };

    private static long Typical(IReadOnlyList<SpecResult> results)
    {
        var costs = results.Where(r => r.Passed).SelectMany(r => r.Meters).Select(m => Tariff.Price(m).Platform).Order().ToList();
        return costs.Count == 0 ? 0 : costs[costs.Count / 2];
    }

    private sealed class Silent : IHostBroker
    {
        public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) => ValueTask.FromResult(HostAnswer.No(Refusal.Of(Codes.NotFound)));
    }
}
