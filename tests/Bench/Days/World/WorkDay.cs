using System.Globalization;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Bench.Days;

/// <summary>A skilled person of a firm, with what they did in the four weeks before.</summary>
internal sealed record Person(int Index, int Firm, IReadOnlyList<Resource> Certs, long HourFen, IReadOnlyList<WorkSpell> Past, int PastOvertimeDay)
{
    /// <summary>The person's id.</summary>
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"w-{Index}");

    /// <summary>True when the person would work at another firm of the neighbourhood for a day.</summary>
    public bool IsWilling { get; init; }

    /// <summary>True when the person would stay longer.</summary>
    public bool StaysLonger { get; init; }

    /// <summary>True when the person does not come on the day; nobody knows the evening before.</summary>
    public bool IsAbsent { get; init; }
}

/// <summary>Work of the day that needs one person with a certificate from 08:00 to 17:00.</summary>
internal sealed record ShiftTask(int Index, int Firm, string Skill)
{
    /// <summary>Its id.</summary>
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"t-{Index}");
}

/// <summary>Skilled people and the work of the day.</summary>
internal sealed record WorkDay(Land Land, IReadOnlyList<Person> People, IReadOnlyList<ShiftTask> Tasks)
{
    /// <summary>The day shift in minutes, and overtime after it.</summary>
    public const int Begins = 480, Ends = 1020, Break = 60, Paid = 480, LateBegins = 1050;

    private static readonly string[] skills = ["toolSetter", "cncOperator", "forklift", "welder", "inspector"];
    private static readonly int[] overtimes = [0, 0, 30, 60, 120, 150, 180];

    /// <summary>About one person in ten is skilled; each firm needs two or three skills.</summary>
    public static WorkDay Of(Land land)
    {
        var draw = new Draw(land.Seed, "work");
        List<Person> people = [];
        List<ShiftTask> tasks = [];
        foreach (var firm in land.Suppliers)
        {
            var site = Site(firm.Site);
            var first = draw.Whole(0, skills.Length - 1);
            string[] mine = [.. Enumerable.Range(0, firm.People < 60 ? 2 : 3).Select(at => skills[(first + at) % skills.Length])];
            var overtime = draw.Whole(0, overtimes.Length - 1);
            int[] staff = [.. mine.Select(_ => Math.Max(1, draw.Rounded(firm.People * 0.1 / mine.Length)))];
            var load = draw.LogNormal(0.95, 0.12, 0.3, 2) * (draw.Unit() switch { < 0.12 => 1.35, < 0.27 => 0.65, _ => 1 });
            for (var at = 0; at < mine.Length; at++)
            {
                for (var left = staff[at]; left > 0; left--) people.Add(OnePerson(draw, firm, site, mine, at, overtimes[Math.Max(0, overtime - draw.Whole(0, 2))], people.Count));
                for (var left = draw.Rounded(staff[at] * load * draw.LogNormal(1, 0.1, 0.5, 1.5)); left > 0; left--) tasks.Add(new ShiftTask(tasks.Count, firm.Index, mine[at]));
            }
        }
        return new WorkDay(land, people, tasks);
    }

    /// <summary>A place as shared work knows it.</summary>
    public static SitePoint Site(Place place) => new(place.Name, place.Latitude / 1e6, place.Longitude / 1e6);

    /// <summary>A spell of the day.</summary>
    public static WorkSpell Spell(double from, double until, int minutes, SitePoint site) => new(TheDay.At(from), TheDay.At(until), minutes, site);

    private static Person OnePerson(Draw draw, Supplier firm, SitePoint site, string[] skills, int at, int overtime, int index)
    {
        List<string> held = [skills[at]];
        if (draw.Chance(0.25)) held.Add(skills[(at + 1) % skills.Length]);
        var id = string.Create(CultureInfo.InvariantCulture, $"w-{index}");
        // One certificate in fifty ends at noon of the day.
        var certs = held.Append(SkillCert.Contract).Select(kind => Cert(id, kind, firm.Name, kind != SkillCert.Contract && draw.Chance(0.02) ? TheDay.At(720) : TheDay.At(400 * 1440))).ToList();
        return new Person(index, firm.Index, certs, (long)draw.Between(2_400, 4_600), [.. Past(site, overtime)], overtime)
        {
            IsWilling = draw.Chance(0.6), StaysLonger = draw.Chance(0.75), IsAbsent = draw.Chance(0.04),
        };
    }

    /// <summary>Four weeks of working days before the day, with as much overtime on each.</summary>
    private static IEnumerable<WorkSpell> Past(SitePoint site, int overtime) =>
        Enumerable.Range(1, 30).Select(static back => -back).Where(static day => TheDay.Date.AddDays(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(day => Spell(day * 1440 + Begins, day * 1440 + Ends + overtime, Paid + overtime, site));

    private static Resource Cert(string worker, string kind, string firm, DateTimeOffset until) => new()
    {
        Name = new ResourceName(TalentCollections.Certificates, $"{worker}-{kind.ToLowerInvariant()}"), State = "VERIFIED",
        Body = new SkillCert { Worker = worker, Name = worker, Kind = kind, Number = "1", Employer = firm, From = TheDay.At(-1000 * 1440), Until = until },
    };
}
