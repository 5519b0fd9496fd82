using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Grains.Egress;

namespace Marketplace.Grains.Invocations;

/// <summary>Sends what is for another app to it, and the rest on. A call that runs again hears what it heard, and the other app's call is billed once.</summary>
/// <param name="memory">The answers so far; null for a call that only pretends: then the other app's pretends too.</param>
internal sealed class AppBroker(IHostBroker others, AppCalls apps, CallPlan plan, WorldMemory? memory) : IHostBroker
{
    /// <inheritdoc />
    public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) =>
        question.Op == HostQuestion.App ? new ValueTask<HostAnswer>(Read(question)) : others.Ask(question, cancel);

    private async Task<HostAnswer> Read(HostQuestion question)
    {
        // The world's requests count from one; what is kept of other apps stands below nought.
        if (memory?.Known(-question.Seq, question.Args) is { } heard) return heard;
        var answer = await Called(question.Args);
        memory?.Keep(-question.Seq, question.Args, answer);
        return answer;
    }

    private async Task<HostAnswer> Called(byte[] args)
    {
        using var asked = JsonDocument.Parse(args);
        var link = new AppLink(asked.RootElement.GetProperty("app").GetString()!, asked.RootElement.GetProperty("function").GetString()!, IsRead: true);
        // The runner's look at the grants is courtesy; this is the wall.
        if (!plan.Ticket.Grants.Contains(AppRules.Scope(link), StringComparer.Ordinal)) return HostAnswer.No(Refusal.Of(Codes.GrantMissing, ("scope", AppRules.Scope(link))));
        var caller = plan.Caller with { Operation = "", Chain = ChainRules.Next(plan.Caller.Chain, $"{plan.Caller.Tenant}/{plan.Order.App}") };
        var order = new InvokeOrder { App = link.App, Function = link.Function, Input = Encoding.UTF8.GetBytes(asked.RootElement.GetProperty("input").GetRawText()), DryRun = plan.Order.DryRun };
        var answer = await apps.Call(caller, link, order);
        return answer.Refusal is { } no ? HostAnswer.No(no) : answer.Must().Refused is { } refused ? HostAnswer.No(refused) : HostAnswer.Of(answer.Must().Result, 0);
    }
}
