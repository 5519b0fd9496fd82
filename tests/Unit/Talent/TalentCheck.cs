using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>Looks at a history from outside and says which invariant it broke. It shares no code with the rules: days are counted in hours from
/// an epoch, ways along chords through the earth, wages by the minute.</summary>
internal sealed class TalentCheck(TalentWorld world, IResourceService service)
{
    private const string Working = " ACCEPTED CHECKED_IN CHECKED_OUT DISPUTED APPROVED PAID ";

    private readonly Dictionary<ResourceName, Resource> before = [];
    private readonly Dictionary<ResourceName, string> sheets = [];
    private readonly HashSet<(ResourceName, int)> offered = [];
    private readonly HashSet<ResourceName> consented = [];
    private int heard, told;

    /// <summary>What is broken, by invariant.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>After each step.</summary>
    public void Look(ResourceCommand? command)
    {
        List<Resource> now = [.. world.Book.Things];
        List<Resource> changed = [.. now.Where(one => !before.TryGetValue(one.Name, out var old) || old.Seq != one.Seq)];
        foreach (var (_, asked, came) in world.Log.Skip(heard))
        {
            if (!came.Ok) continue;
            if (asked.Name == "consent" && asked.Actor == came.Must().As<LoanAgreement>().Worker && asked.Roles.Contains(Roles.Worker)) consented.Add(asked.On);
            if (asked is { Name: "offer", On.Collection: "requests" }) offered.Add((asked.On, asked.Input.GetProperty("candidate").GetInt32()));
        }
        heard = world.Log.Count;
        foreach (var one in changed)
        {
            switch (one.Body)
            {
                case Shift shift: OfShift(one, shift, now, command); break;
                case LoanAgreement loan: OfLoan(one, loan, now); break;
                case LoanRequest request: OfRequest(one, request, now); break;
                default: break;
            }
            if (one.Body is Shift or LoanRequest) Hidden(one);
        }
        foreach (var news in world.Book.Events.Skip(told))
            if (TalentWorld.Staff.Any(who => news.Data.ToJsonString().Contains(who.Worker, StringComparison.Ordinal))) Say("T8", "an event names a person");
        told = world.Book.Events.Count;
        foreach (var one in changed) before[one.Name] = one;
    }

    private void OfShift(Resource thing, Shift shift, List<Resource> all, ResourceCommand? command)
    {
        var old = before.GetValueOrDefault(thing.Name);
        if (shift.Approved is { } sheet)
        {
            var text = JsonSerializer.Serialize(sheet);
            if (!sheets.TryAdd(thing.Name, text) && sheets[thing.Name] != text) Say("T7", $"{thing.Name} was approved as {sheets[thing.Name]} and is now {text}");
            if (sheet.Normal + sheet.Extended + sheet.Rest + sheet.Holiday != sheet.Minutes || sheet.Minutes > Planned(shift)) Say("T7", $"{thing.Name} does not add up");
            if (Math.Abs(sheet.WageFen - shift.HourFen / 60.0 * (sheet.Normal + 1.5 * sheet.Extended + 2 * sheet.Rest + 3 * sheet.Holiday)) > 0.51) Say("T7", $"{thing.Name} is paid wrongly");
        }
        // What counts is found by its month, and what nobody worked is read no more.
        if (thing.State != "OFFERED" && IsWorking(thing) != thing.Marks.Contains($"worker:{shift.Worker}/{shift.Start.AddHours(8):yyyy-MM}")) Say("T1", $"{thing.Name} is {thing.State} and its marks are {string.Join(' ', thing.Marks)}");
        if (!IsWorking(thing) || old is not null && IsWorking(old)) return;
        var others = all.Where(one => one.Name != thing.Name && one.Body is Shift own && own.Worker == shift.Worker && IsWorking(one)).Select(static one => one.As<Shift>()).ToList();
        foreach (var other in others)
        {
            if (shift.Start < other.End && other.Start < shift.End) Say("T3", $"{thing.Name} overlaps");
            else if (!shift.Own && (shift.Start >= other.End ? shift.Start - other.End : other.Start - shift.End).TotalMinutes + 1.5 < Way(shift.Site, other.Site)) Say("T3", $"{thing.Name} leaves no time for the way");
        }
        if (shift.Own || command is null) return;
        foreach (var need in shift.Needs)
            if (!all.Any(one => one.Body is SkillCert cert && cert.Worker == shift.Worker && cert.Kind == need && one.State is "VERIFIED" or "EXPIRING" && one.Body is SkillCert c && c.Worker == shift.Worker
                && c.Kind == need && c.From <= shift.Start && shift.End <= c.Until)) Say("T2", $"{thing.Name} without {need}");
        Hours(thing, shift, others);
    }

    private void Hours(Resource thing, Shift shift, List<Shift> others)
    {
        int Limit(string name, int usual) => world.Book.Policy.Limits.TryGetProperty(name, out var value) ? value.GetInt32() : usual;
        var (with, without) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        var (touched, touchedBefore) = (new HashSet<int>(), new HashSet<int>());
        foreach (var one in others.Append(shift))
        {
            var minutes = one.Approved?.Minutes ?? Planned(one);
            with[DayOf(one.Start)] = with.GetValueOrDefault(DayOf(one.Start)) + minutes;
            if (!ReferenceEquals(one, shift)) without[DayOf(one.Start)] = without.GetValueOrDefault(DayOf(one.Start)) + minutes;
            for (var day = DayOf(one.Start); minutes > 0 && day <= DayOf(one.End.AddTicks(-1)); day++)
            {
                touched.Add(day);
                if (!ReferenceEquals(one, shift)) touchedBefore.Add(day);
            }
        }
        var own = DayOf(shift.Start);
        if (with[own] > 11 * 60) Say("T1", $"{thing.Name}: {with[own]} minutes on a day");
        var (month, monthBefore) = (Over(with, own), Over(without, own));
        if (month > Limit("overtimeMonthMinutes", 36 * 60) && month > monthBefore) Say("T1", $"{thing.Name}: {month} minutes overtime in the month");
        foreach (var monday in new[] { Monday(own), Monday(DayOf(shift.End.AddTicks(-1))) })
            if (Enumerable.Range(monday, 7).All(touched.Contains) && !Enumerable.Range(monday, 7).All(touchedBefore.Contains)) Say("T1", $"{thing.Name}: seven days of work in a week");
        for (var back = 0; back < 4; back++)
        {
            var first = Monday(own) - 7 * back;
            int Normal(Dictionary<int, int> days) => Enumerable.Range(first, 28).Where(day => !IsFree(day)).Sum(day => Math.Min(480, days.GetValueOrDefault(day)));
            if (Normal(with) > 4 * 44 * 60 && Normal(with) > Normal(without)) Say("T1", $"{thing.Name}: {Normal(with)} minutes in four weeks");
        }

        int Over(Dictionary<int, int> days, int month) => days.Where(one => DateOf(one.Key).Month == DateOf(month).Month && DateOf(one.Key).Year == DateOf(month).Year)
            .Sum(one => IsFree(one.Key) ? one.Value : Math.Max(0, one.Value - 480));
    }

    private bool IsFree(int day)
    {
        var date = DateOf(day);
        bool Listed(string name) => world.Book.Policy.Limits.TryGetProperty(name, out var days) && days.EnumerateArray().Any(one => one.GetString() == date.ToString("yyyy-MM-dd"));
        var sundayOnly = world.Book.Policy.Limits.TryGetProperty("weeklyRest", out _);
        return Listed("holidays") || !Listed("workdays") && (date.DayOfWeek == DayOfWeek.Sunday || date.DayOfWeek == DayOfWeek.Saturday && !sundayOnly);
    }

    private void OfLoan(Resource thing, LoanAgreement loan, List<Resource> all)
    {
        var old = before.GetValueOrDefault(thing.Name);
        if (thing.State == "ACTIVE" && old?.State != "ACTIVE")
        {
            if (!consented.Contains(thing.Name)) Say("T5", $"{thing.Name} without the person's own yes");
            if (loan.Cover is null || DayOf(world.Now) - (int)(loan.Cover.On.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) > 30) Say("T5", $"{thing.Name} with an old insurance check");
        }
        if (old is null)
        {
            if (!TalentWorld.Staff.Any(one => one.Worker == loan.Worker && one.Firm == loan.Lender)) Say("T6", $"{thing.Name} lends somebody else's person");
            if (before.Values.Any(one => one.Body is LoanAgreement other && other.Worker == loan.Worker && other.Borrower == loan.Lender
                && one.State is not ("ENDED" or "COST_SETTLED" or "RETURNED_EARLY" or "TERMINATED"))) Say("T6", $"{thing.Name} lends on");
        }
        var paid = world.Book.Transfers.Where(one => one.Memo.Contains(thing.Name.Id, StringComparison.Ordinal)).ToList();
        if (thing.State != "COST_SETTLED")
        {
            if (paid.Count > 0) Say("T4", $"{thing.Name} is charged before it is settled");
            return;
        }
        decimal wage = all.Where(one => one.Body is Shift shift && shift.Agreement == thing.Name.Id && shift.Approved is not null).Sum(one => one.As<Shift>().Approved!.WageFen);
        var due = wage + Math.Floor(wage * 26 / 100 + 0.5m) + loan.Bill!.Costs.Sum(static one => one.Fen);
        if (loan.Bill.Minutes != all.Where(one => one.Body is Shift shift && shift.Agreement == thing.Name.Id && shift.Approved is not null).Sum(one => one.As<Shift>().Approved!.Minutes)) Say("T7", $"{thing.Name} is billed for other minutes than were approved");
        var charged = paid.Sum(static one => one.Lines.Where(static line => line.Minor > 0).Sum(static line => line.Minor));
        if (charged != due || paid.Count > 1 || paid.Any(static one => one.Lines.Sum(static line => line.Minor) != 0)) Say("T4", $"{thing.Name} is charged {charged} for {due}");
    }

    private void OfRequest(Resource thing, LoanRequest request, List<Resource> all)
    {
        if (request.Candidates.Count <= (before.GetValueOrDefault(thing.Name)?.As<LoanRequest>().Candidates.Count ?? 0)) return;
        var added = request.Candidates[^1];
        var (missed, minutes) = (0, 0);
        foreach (var one in all.Where(one => one.Body is Shift shift && shift.Worker == added.Worker))
        {
            if (one.State == "NO_SHOW" && world.Now - one.As<Shift>().Start < TimeSpan.FromDays(90)) missed++;
            var (date, today) = (DateOf(DayOf(one.As<Shift>().Start)), DateOf(DayOf(world.Now)));
            if (IsWorking(one) && date.Month == today.Month && date.Year == today.Year) minutes += one.As<Shift>().Approved?.Minutes ?? Planned(one.As<Shift>());
        }
        // The way is in the stored term; what is looked at is that nothing but no-shows and hours taken on lowers the rank.
        if (added.Rank.Points != 1000 - added.Rank.Distance - Math.Min(300, missed * 100) - Math.Min(200, minutes / 60)) Say("T9", $"{thing.Name} ranks {added.Worker} as {added.Rank}; {missed} missed, {minutes} minutes taken on");
    }

    private void Hidden(Resource thing)
    {
        foreach (var firm in TalentWorld.Firms)
        {
            if (!thing.Open && thing.Parties.All(one => one.Tenant != firm)) continue;
            var text = service.View(thing, new ResourceViewer(firm, $"person-{firm}", [Roles.Owner])).ToJsonString();
            foreach (var (worker, name, _) in TalentWorld.Staff)
            {
                if (!text.Contains($"\"{worker}\"", StringComparison.Ordinal) && !text.Contains(JsonValue.Create(name).ToJsonString(), StringComparison.Ordinal)) continue;
                var may = thing.Body switch
                {
                    LoanRequest request => request.Candidates.Any(one => one.Worker == worker && (one.Lender == firm || offered.Contains((thing.Name, one.Number)) && request.Candidates.Count > 0)),
                    Shift shift => thing.State != "OPEN" && shift.Worker == worker,
                    _ => true,
                };
                if (!may) Say("T8", $"{firm} reads {worker} in {thing.Name} ({thing.State})");
            }
        }
    }

    private void Say(string invariant, string what) => Broken.Add($"{invariant} {what}");

    private static bool IsWorking(Resource thing) => Working.Contains($" {thing.State} ", StringComparison.Ordinal);

    private static int Planned(Shift shift) => (int)((shift.End.ToUnixTimeSeconds() - shift.Start.ToUnixTimeSeconds()) / 60) - shift.BreakMinutes;

    private static int DayOf(DateTimeOffset at) => (int)Math.Floor((at.ToUnixTimeSeconds() / 3600.0 + 8) / 24);

    private static DateTime DateOf(int day) => DateTime.UnixEpoch.AddDays(day);

    private static int Monday(int day) => day - (day + 3) % 7; // the epoch was a Thursday

    private static double Way(SitePoint one, SitePoint other)
    {
        (double X, double Y, double Z) On(SitePoint site)
        {
            var (lat, lon) = (site.Lat * Math.PI / 180, site.Lon * Math.PI / 180);
            return (Math.Cos(lat) * Math.Cos(lon), Math.Cos(lat) * Math.Sin(lon), Math.Sin(lat));
        }
        var (a, b) = (On(one), On(other));
        var chord = Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2) + Math.Pow(a.Z - b.Z, 2));
        return 2 * Math.Asin(Math.Min(1, chord / 2)) * 6371.0088 * 1.3 / 40 * 60;
    }
}
