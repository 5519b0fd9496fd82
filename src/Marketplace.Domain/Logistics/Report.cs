namespace Marketplace.Domain.Logistics;

/// <summary>运单, as the monitoring platform takes it.</summary>
public sealed record WaybillMessage(
    string Number, string Licence, string ContractingCarrier, string Shipper, string? Consignee, string GoodsClass, long Kilograms, string PickupDivision,
    string DeliveryDivision, DateTimeOffset Loaded, DateTimeOffset Unloaded, string ActualCarrier, string Plate, string Colour, string Driver, long FreightFen);

/// <summary>资金流水单.</summary>
public sealed record FundSlipMessage(string Waybill, string Payer, string Payee, long TotalFen, IReadOnlyList<FundSlip> Slips, string Plate, string Driver);

/// <summary>车辆基本信息.</summary>
public sealed record VehicleMessage(string Plate, string Colour, string BodyType, long Kilograms, IReadOnlyList<TransportDocument> Documents);

/// <summary>驾驶员基本信息.</summary>
public sealed record DriverMessage(string Name, string Person, IReadOnlyList<TransportDocument> Documents);

/// <summary>报送: the four messages of one waybill, prepared from what is stored and checked against each other before they are uploaded.</summary>
public sealed record Report
{
    /// <summary>Which consignment.</summary>
    public required string Consignment { get; init; }

    /// <summary>Its settlement.</summary>
    public required string Settlement { get; init; }

    /// <summary>The firm that drove.</summary>
    public required string Carrier { get; init; }

    /// <summary>The waybill.</summary>
    public required WaybillMessage Waybill { get; init; }

    /// <summary>The money.</summary>
    public required FundSlipMessage Funds { get; init; }

    /// <summary>The vehicle.</summary>
    public required VehicleMessage Vehicle { get; init; }

    /// <summary>The driver.</summary>
    public required DriverMessage Driver { get; init; }

    /// <summary>What does not agree, in words of <see cref="ReportFinding"/>.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>True when the vehicle and the driver were qualified on every day of the trip.</summary>
    public required bool IsQualified { get; init; }

    /// <summary>True when positions cover the way without too long a gap.</summary>
    public required bool IsTracked { get; init; }

    /// <summary>The number the platform answered with, or null.</summary>
    public string? Receipt { get; init; }
}

/// <summary>What can disagree.</summary>
public static class ReportFinding
{
    /// <summary>Bill, slips and waybill are not the same money.</summary>
    public const string Amount = "amount";
    /// <summary>The track tells of another vehicle.</summary>
    public const string Plate = "plate";
    /// <summary>The track tells of another driver.</summary>
    public const string Driver = "driver";
    /// <summary>Loading and unloading are not in order, or money went before loading.</summary>
    public const string Window = "window";
    /// <summary>A document was not valid on a day of the trip.</summary>
    public const string Documents = "documents";
}
