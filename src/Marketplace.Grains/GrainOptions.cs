namespace Marketplace.Grains;

/// <summary>What the host tells the grains.</summary>
public sealed record GrainOptions
{
    /// <summary>Installs load sample records unless the order says otherwise (the demo seed).</summary>
    public bool SampleData { get; init; }

    /// <summary>There may be other silos.</summary>
    public bool Shared { get; init; }

    /// <summary>Calls that due work may run at once on this silo.</summary>
    public int Deliveries { get; init; } = 8;

    /// <summary>How long readings of devices are kept.</summary>
    public Domain.Devices.ReadingTerms Readings { get; init; } = Domain.Devices.ReadingTerms.Usual;

    /// <summary>On which days schedules of working days come.</summary>
    public Domain.Jobs.StateCalendar Calendar { get; init; } = Domain.Jobs.StateCalendar.Known;

    /// <summary>How a month that began late is charged, dated.</summary>
    public IReadOnlyList<Domain.Billing.ProRata> ProRata { get; init; } = Domain.Billing.ProRata.Usual;
}
