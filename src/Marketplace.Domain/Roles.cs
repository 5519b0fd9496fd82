namespace Marketplace.Domain;

/// <summary>The roles a person can hold. A page, a route and a function name them by these words.</summary>
public static class Roles
{
    /// <summary>Owner of a firm: installs, pays, appoints.</summary>
    public const string Owner = "owner";
    /// <summary>Team leader of a firm: approves recipes, signs overrides.</summary>
    public const string Leader = "leader";
    /// <summary>Worker of a firm: scans and reports.</summary>
    public const string Worker = "worker";
    /// <summary>Member of a publisher: packs, publishes, watches.</summary>
    public const string Isv = "isv";
    /// <summary>Operator of one brain: reviews, lists, suspends.</summary>
    public const string Operator = "operator";
    /// <summary>Chain owner (链主).</summary>
    public const string Chain = "chain";
    /// <summary>Carrier.</summary>
    public const string Carrier = "carrier";
    /// <summary>Driver of a carrier.</summary>
    public const string Driver = "driver";
    /// <summary>Funder (资金方).</summary>
    public const string Funder = "funder";
    /// <summary>Lending firm of shared people (借出企业).</summary>
    public const string Lender = "lender";
    /// <summary>Analyst of the industry.</summary>
    public const string Analyst = "analyst";
    /// <summary>The host itself.</summary>
    public const string System = "system";
    /// <summary>A device that speaks through the gateway.</summary>
    public const string Device = "device";

    /// <summary>Every role, for validation.</summary>
    public static readonly IReadOnlyList<string> All =
        [Owner, Leader, Worker, Isv, Operator, Chain, Carrier, Driver, Funder, Lender, Analyst, System, Device];
}
