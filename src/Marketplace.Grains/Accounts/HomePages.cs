using Marketplace.Domain;

namespace Marketplace.Grains.Accounts;

/// <summary>Where each role starts.</summary>
internal static class HomePages
{
    private static readonly (string Role, string Page)[] Pages =
    [
        (Roles.Operator, "/desk"), (Roles.Isv, "/studio"), (Roles.Chain, "/chain"), (Roles.Carrier, "/carrier"), (Roles.Driver, "/carrier"),
        (Roles.Funder, "/funder"), (Roles.Analyst, "/insight"), (Roles.Owner, "/"), (Roles.Leader, "/"), (Roles.Lender, "/"), (Roles.Worker, "/floor"),
    ];

    /// <summary>The page of the first role that has one.</summary>
    public static string Of(IReadOnlyList<string> roles) => Pages.FirstOrDefault(p => roles.Contains(p.Role)).Page ?? "/";
}
