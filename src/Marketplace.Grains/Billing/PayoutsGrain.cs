using System.Security.Cryptography;
using System.Text;
using Marketplace.Contracts.Billing;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Ledger;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Billing;

/// <summary>Statements and payouts. A payout is a hold of the brain's book, and its state is that hold's: what the ledger says is true.
/// Reentrant: it holds nothing.</summary>
[Reentrant]
internal sealed class PayoutsGrain(Database database, BrainBooks books) : Grain, IPayoutsGrain
{
    private const int LongestDays = 60;

    private string Brain => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<IReadOnlyList<PublisherStatement>>> Statements(Caller caller, string publisher, string month)
    {
        if (!caller.Publishers.Contains(publisher, StringComparer.Ordinal) && !Keeps(caller)) return Missing("publisher");
        var brains = Brain == "-" ? (await database.Projected(Projecting.Brain, "-")).Select(static row => row.Id) : [Brain];
        List<PublisherStatement> statements = [];
        foreach (var brain in brains)
        {
            var (balance, held) = await books.Balance(brain, BillAccounts.Publisher(publisher));
            var earned = await PayoutFacts.Earned(database, publisher, brain, month);
            var payouts = await PayoutFacts.List(database, publisher, brain);
            if (Brain == "-" && earned.Count == 0 && payouts.Count == 0 && balance == 0) continue;
            statements.Add(new PublisherStatement
            {
                Brain = brain, Publisher = publisher, Balance = balance, Held = held, Payouts = [.. payouts.Select(Shown)],
                Lines = [.. earned.Select(static one => new StatementLine { App = one.App, Version = one.Version, Month = one.Month, Unit = one.Kind, Quantity = one.Quantity, Firms = one.Firms, Earned = one.Publisher })],
            });
        }
        return new Answer<IReadOnlyList<PublisherStatement>> { Value = statements };
    }

    public async Task<Answer<Payout>> Open(Caller caller, string publisher, PayoutOrder payout)
    {
        if (!Keeps(caller)) return Closed();
        if (!Keys.IsSlug(publisher)) return Missing("publisher");
        if (payout.Days is < 1 or > LongestDays) return Refusal.Of(Codes.InputInvalid, ("pointer", "/days"), ("rule", $"1 to {LongestDays}"));
        if (caller.Operation.Length == 0) return Refusal.Of(Codes.InputInvalid, ("pointer", "/operation"), ("rule", "required"));
        // The number follows from the operation: asked again it is the same payout, whatever has been earned since.
        var id = $"{Brain}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{publisher} {caller.Operation}")))[..16]}";
        var op = $"payout:{id}";
        if (await PayoutFacts.Get(database, id) is { } known)
            return payout.Fen is 0 || payout.Fen == known.Fen ? Shown(known) : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
        var (balance, held) = await books.Balance(Brain, BillAccounts.Publisher(publisher));
        var most = Apportion.Floor(balance - held);
        var fen = payout.Fen == 0 ? most : payout.Fen;
        if (fen < 1 || fen > most) return Refusal.Of(Codes.InputInvalid, ("pointer", "/fen"), ("rule", $"1 to {Math.Max(0, most)}, what is earned and not held"));
        var now = database.Time.GetUtcNow();
        var row = new PayoutRow(id, Brain, publisher, fen, op, now.AddDays(payout.Days), caller.Actor, now, HoldState.Open);
        LedgerLine[] lines = [new() { Account = BillAccounts.Publisher(publisher), Minor = fen * Apportion.Fen }, new() { Account = BillAccounts.PaidOut, Minor = -fen * Apportion.Fen }];
        var done = await books.Do(Brain, op, new LedgerCommand.Hold(lines, id, row.Due), unit => PayoutFacts.Insert(unit, row));
        return done.Refusal is { } no ? no.Code == Conflicts.Exists ? Refusal.Of(Codes.ConflictHead, ("what", id)) : no : Shown(row);
    }

    public Task<Answer<Payout>> Confirm(Caller caller, string payout) => End(caller, payout, "paid", static row => new LedgerCommand.PostHeld(row.Op, []));

    public Task<Answer<Payout>> Cancel(Caller caller, string payout) => End(caller, payout, "cancel", static row => new LedgerCommand.Void(row.Op));

    private async Task<Answer<Payout>> End(Caller caller, string payout, string word, Func<PayoutRow, LedgerCommand> command)
    {
        if (!Keeps(caller)) return Closed();
        if (await PayoutFacts.Get(database, payout) is not { } row || row.Brain != Brain) return Missing("payout");
        var done = await books.Do(Brain, $"{word}:{row.Id}", command(row));
        return done.Refusal is { } no ? no : Shown((await PayoutFacts.Get(database, payout))!);
    }

    private static Payout Shown(PayoutRow row) => new()
    {
        Id = row.Id, Brain = row.Brain, Publisher = row.Publisher, Fen = row.Fen, At = row.At, Due = row.Due,
        State = row.State switch { HoldState.Open => "pending", HoldState.Posted => "paid", _ => "void" },
    };

    private bool Keeps(Caller caller) => caller.Is(Roles.System) || (caller.Is(Roles.Operator) && caller.Brain == Brain);

    private Refusal Closed() => Refusal.Of(Codes.RoleMissing, ("role", $"{Roles.Operator} of {Brain}"));

    private static Refusal Missing(string what) => Refusal.Of(Codes.NotFound, ("what", what));
}
