namespace Marketplace.Domain.Finance;

/// <summary>What a debtor calls off from a seller.</summary>
public sealed record CallOff
{
    /// <summary>The debtor's order number, once a debtor.</summary>
    public required string Order { get; init; }

    /// <summary>The firm that orders.</summary>
    public required string Debtor { get; init; }

    /// <summary>The firm that delivers.</summary>
    public required string Seller { get; init; }

    /// <summary>By their numbers from 1.</summary>
    public required IReadOnlyList<CallOffLine> Lines { get; init; }

    /// <summary>What is still to come, in fen.</summary>
    public long OpenFen => Lines.Sum(static one => (one.Quantity - one.Shipped) * one.PriceFen);
}

/// <summary>One part of a call-off.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Part">The debtor's part number.</param>
/// <param name="Quantity">In pieces.</param>
/// <param name="PriceFen">Of one piece.</param>
/// <param name="Due">The day it must arrive.</param>
/// <param name="Shipped">What has been sent and was not found missing, in pieces.</param>
public sealed record CallOffLine(int Line, string Part, long Quantity, long PriceFen, DateOnly Due, long Shipped);

/// <summary>What goes to the debtor in one truck, and what was counted there.</summary>
public sealed record Delivery
{
    /// <summary>The call-off it is against.</summary>
    public required string CallOff { get; init; }

    /// <summary>The call-off's order number.</summary>
    public required string Order { get; init; }

    /// <summary>The firm that receives.</summary>
    public required string Debtor { get; init; }

    /// <summary>The firm that sends.</summary>
    public required string Seller { get; init; }

    /// <summary>The number of the delivery note (送货单).</summary>
    public required string Note { get; init; }

    /// <summary>The number of the advance ship notice, once a seller.</summary>
    public required string Asn { get; init; }

    /// <summary>The day it left.</summary>
    public required DateOnly ShippedOn { get; init; }

    /// <summary>The day it was counted, or null.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>At most one for each line of the call-off.</summary>
    public required IReadOnlyList<DeliveryLine> Lines { get; init; }

    /// <summary>What the debtor accepted, in fen.</summary>
    public long AcceptedFen => Lines.Sum(static one => one.Accepted * one.PriceFen);

    /// <summary>True when fewer pieces were accepted than were sent.</summary>
    public bool IsShort => Lines.Any(static one => one.Accepted < one.Shipped);
}

/// <summary>One part of a delivery.</summary>
/// <param name="Line">The call-off's line.</param>
/// <param name="Part">The part.</param>
/// <param name="PriceFen">The call-off's price of a piece.</param>
/// <param name="Lot">The seller's lot, or empty.</param>
/// <param name="Shipped">Pieces sent.</param>
/// <param name="Accepted">Pieces the debtor accepted; 0 until it counts.</param>
/// <param name="Reason">Why fewer, or empty.</param>
public sealed record DeliveryLine(int Line, string Part, long PriceFen, string Lot, long Shipped, long Accepted, string Reason);

/// <summary>A month's received deliveries of one seller to one debtor (对账单). The seller draws it, the debtor agrees.</summary>
public sealed record Statement
{
    /// <summary>The firm that owes.</summary>
    public required string Debtor { get; init; }

    /// <summary>The firm that is owed.</summary>
    public required string Seller { get; init; }

    /// <summary>The month of the receipts, <c>yyyy-MM</c>.</summary>
    public required string Month { get; init; }

    /// <summary>In the order of their deliveries.</summary>
    public required IReadOnlyList<StatementLine> Lines { get; init; }

    /// <summary>Why the debtor sent it back, or empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The sum, in fen.</summary>
    public long TotalFen => Lines.Sum(static one => one.Fen);
}

/// <summary>One delivery in a statement.</summary>
/// <param name="Delivery">Its id.</param>
/// <param name="CallOff">Of which call-off.</param>
/// <param name="Order">The order number.</param>
/// <param name="Asn">The ship notice.</param>
/// <param name="ReceivedOn">The day of the receipt.</param>
/// <param name="Fen">What was accepted.</param>
public sealed record StatementLine(string Delivery, string CallOff, string Order, string Asn, DateOnly ReceivedOn, long Fen);
