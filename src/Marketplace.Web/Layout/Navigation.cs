using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Marketplace.Views.Kit;

namespace Marketplace.Web.Layout;

/// <summary>Which pages a person is offered: by role, and only pages that stand.</summary>
internal static class Navigation
{
    /// <summary>One entry; the first five that are <paramref name="OnPhone"/> make the phone's bottom bar.</summary>
    public sealed record Entry(string Word, string Href, Glyph Glyph, bool OnPhone, params string[] Roles);

    private static readonly IReadOnlyList<Entry> All =
    [
        new("nav.home", "/", Glyph.Home, true, Roles.Owner, Roles.Leader),
        new("nav.floor", "/floor", Glyph.Scan, true, Roles.Worker),
        new("nav.studio", "/studio", Glyph.Studio, true, Roles.Isv),
        new("nav.revenue", "/studio/revenue", Glyph.Costs, true, Roles.Isv),
        new("nav.desk", "/desk", Glyph.Desk, true, Roles.Operator),
        new("nav.deskApps", "/desk/apps", Glyph.Apps, true, Roles.Operator),
        new("nav.books", "/desk/books", Glyph.Bank, true, Roles.Operator),
        new("nav.chain", "/chain", Glyph.Chain, true, Roles.Chain),
        new("nav.carrier", "/carrier", Glyph.Truck, true, Roles.Carrier),
        new("nav.driver", "/driver", Glyph.Truck, true, Roles.Driver, Roles.Carrier),
        new("nav.funder", "/funder", Glyph.Bank, true, Roles.Funder),
        new("nav.insight", "/insight", Glyph.Insight, true, Roles.Analyst),
        new("nav.shop", "/shop", Glyph.Shop, true, Roles.Owner, Roles.Leader, Roles.Operator, Roles.Chain, Roles.Analyst),
        new("nav.apps", "/apps", Glyph.Apps, true, Roles.Owner, Roles.Leader),
        new("nav.floor", "/floor", Glyph.Scan, true, Roles.Owner, Roles.Leader),
        new("nav.freight", "/freight", Glyph.Truck, false, Roles.Owner, Roles.Leader, Roles.Carrier, Roles.Chain),
        new("nav.costs", "/costs", Glyph.Costs, true, Roles.Owner),
        new("nav.loop", "/deliveries", Glyph.Truck, false, Roles.Owner),
        new("nav.vouchers", "/vouchers", Glyph.File, false, Roles.Owner, Roles.Chain, Roles.Funder),
        new("nav.shifts", "/shifts", Glyph.Clock, true, Roles.Owner, Roles.Leader, Roles.Worker, Roles.Lender),
        new("nav.shares", "/manage/shares", Glyph.Insight, false, Roles.Owner),
        new("nav.people", "/people", Glyph.People, false, Roles.Owner, Roles.Leader),
        new("nav.badges", "/people/badges", Glyph.Badge, false, Roles.Owner, Roles.Leader),
    ];

    /// <summary>What this person is offered, in order.</summary>
    public static IReadOnlyList<Entry> For(PersonFacts person) =>
        [.. All.Where(e => e.Roles.Intersect(person.Roles, StringComparer.Ordinal).Any()).DistinctBy(static e => e.Href)];

    /// <summary>True when one of the person's roles has a page.</summary>
    public static bool HasHome(PersonFacts person) => For(person).Count > 0;

    /// <summary>Where the person starts: their first page.</summary>
    public static string Home(PersonFacts person) => For(person) is [var first, ..] ? first.Href : "/no-entry";

    /// <summary>The longest entry that the path lies under.</summary>
    public static string Current(IReadOnlyList<Entry> entries, string path) => path.StartsWith("/manage/", StringComparison.Ordinal) && path != "/manage/shares" ? "/apps" :
        entries.Where(e => e.Href == "/" ? path == "/" : path == e.Href || path.StartsWith(e.Href + "/", StringComparison.Ordinal))
            .OrderByDescending(static e => e.Href.Length).FirstOrDefault()?.Href ?? "";
}
