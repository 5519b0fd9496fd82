using System.Globalization;
using System.Text;
using Marketplace.Contracts.Billing;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Grains.Billing;

/// <summary>The due work of billing, in small turns: once a day a round through each brain posts what was metered and charges fees; once
/// a month its invoices are drawn. Each turn may die anywhere and be done again.</summary>
internal sealed class BillingRound(Database database, DayPosting days, FeeCharging fees, InvoiceDrawing invoices, GrainOptions options)
{
    private const string All = "-", LatestZone = "Etc/GMT+12", HomeZone = "Asia/Shanghai";
    private const int FirmsInTurn = 20, CloseFromDay = 3;

    /// <summary>19:00 UTC: three in the night where most firms are, when their day is over.</summary>
    private const int Hour = 19;

    private static readonly TimeSpan WaitForZones = TimeSpan.FromHours(1);

    private TimeProvider Time => database.Time;

    /// <summary>Sees to it that there is a next round.</summary>
    public Task Promise()
    {
        var now = Time.GetUtcNow();
        var due = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(Hour);
        if (due <= now) due = due.AddDays(1);
        return Add(Messages.BillKind, All, string.Create(CultureInfo.InvariantCulture, $"bill:{All}:{due:yyyy-MM-dd}:1"), "", due);
    }

    /// <summary>Asks for a month to be closed; asked again, it goes on where it was.</summary>
    public async Task Close(string brain, string month, string trace = "")
    {
        var unit = new Unit();
        CloseFacts.Begin(unit, brain, month, Time.GetUtcNow());
        DueFacts.Add(unit, $"close:{brain}:{month}:1", Messages.CloseKind, brain, Encoding.UTF8.GetBytes($"{month}||{trace}"), Time.GetUtcNow(), Time.GetUtcNow());
        await database.Commit(unit);
    }

    /// <summary>Whether a month is over wherever a firm may be, and its last calls have committed.</summary>
    public bool IsOver(string month) => string.CompareOrdinal(month, Spending.Month(Time.GetUtcNow() - DayPosting.Grace, LatestZone)) < 0;

    /// <summary>One turn.</summary>
    public Task Turn(string brain, BillingTurn turn) =>
        turn.Kind == Messages.CloseKind ? Closing(brain, turn) : brain == All ? Everywhere(turn) : Brain(brain, turn);

    private async Task Everywhere(BillingTurn turn)
    {
        // The next day first: a day that fails to its end does not take those after it along.
        await Promise();
        foreach (var brain in await database.Projected(Projecting.Brain, "-"))
            await Add(Messages.BillKind, brain.Id, $"{turn.Id}:{brain.Id}:1", "days", Time.GetUtcNow());
    }

    private async Task Brain(string brain, BillingTurn turn)
    {
        if (turn.From == "days")
        {
            var today = Spending.Day(Time.GetUtcNow(), "Etc/GMT-14");
            await Add(Messages.BillKind, brain, Next(turn.Id), await days.Post(brain, today) ? "days" : "fees|", Time.GetUtcNow());
            return;
        }
        var firms = await InstallFacts.Firms(database, brain, turn.From["fees|".Length..], FirmsInTurn);
        foreach (var firm in firms) await fees.Charge(brain, firm, options.ProRata);
        if (firms.Count == FirmsInTurn) await Add(Messages.BillKind, brain, Next(turn.Id), $"fees|{firms[^1]}", Time.GetUtcNow());
        else await Months(brain);
    }

    /// <summary>The month before is closed by itself from the third day on, when nobody asked before.</summary>
    private async Task Months(string brain)
    {
        var today = Spending.Date(Time.GetUtcNow(), HomeZone);
        var month = today.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (today.Day >= CloseFromDay && (await CloseFacts.Owed(database, month)).Contains(brain, StringComparer.Ordinal)) await Close(brain, month);
    }

    private async Task Closing(string brain, BillingTurn turn)
    {
        var (month, after, trace) = turn.From.Split('|') is [var one, var other, var parent] ? (one, other, parent) : throw new InvalidDataException("A close says no month.");
        var to = $"{month}-31";
        if (await days.Post(brain, to))
        {
            await Add(Messages.CloseKind, brain, Next(turn.Id), turn.From, Time.GetUtcNow());
            return;
        }
        if ((await BillFacts.Open(database, brain, $"{month}-01", to, 1)).Count > 0)
        {
            await Add(Messages.CloseKind, brain, Next(turn.Id), turn.From, Time.GetUtcNow() + WaitForZones);
            return;
        }
        var firms = await BillFacts.Debtors(database, brain, to, after, FirmsInTurn);
        foreach (var firm in firms) await invoices.Draw(brain, firm, month);
        if (firms.Count == FirmsInTurn)
        {
            await Add(Messages.CloseKind, brain, Next(turn.Id), $"{month}|{firms[^1]}|{trace}", Time.GetUtcNow());
            return;
        }
        var unit = new Unit();
        CloseFacts.End(unit, brain, month, Time.GetUtcNow());
        await database.Commit(unit);
    }

    private async Task Add(string kind, string brain, string id, string from, DateTimeOffset due)
    {
        var unit = new Unit();
        DueFacts.Add(unit, id, kind, brain, Encoding.UTF8.GetBytes(from), Time.GetUtcNow(), due);
        await database.Commit(unit);
    }

    private static string Next(string id)
    {
        var colon = id.LastIndexOf(':');
        return string.Create(CultureInfo.InvariantCulture, $"{id[..colon]}:{int.Parse(id.AsSpan(colon + 1), CultureInfo.InvariantCulture) + 1}");
    }
}

/// <summary>Promises the first round when the silo starts, and puts billing into it.</summary>
internal sealed class BillingStart(BillingRound round) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => round.Promise();

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What billing stands on.</summary>
internal static class BillingServices
{
    public static IServiceCollection AddBilling(this IServiceCollection services) => services
        .AddSingleton<BrainBooks>().AddSingleton<BillPosting>().AddSingleton<DayPosting>().AddSingleton<FeeCharging>().AddSingleton<InvoiceDrawing>()
        .AddSingleton<BillingRound>().AddHostedService<BillingStart>();
}
