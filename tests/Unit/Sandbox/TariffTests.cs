using CsCheck;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class TariffTests
{
    [Fact]
    public void Prices_a_typical_scan_in_hundreds_of_micro_yuan()
    {
        var meter = new Meter { Statements = 334, Reads = 7, Effects = 3, Rows = 12, BytesIn = 4_000, BytesOut = 1_500 };
        var cost = Pricing.Of(new Outcome { Verdict = Verdict.Completed, Meter = meter }, new CallPrice(2_000, false));
        Assert.Equal((2_291L, 291L, 2_000L), (cost.Total, cost.Platform, cost.Publisher));
    }

    [Fact]
    public void Does_not_bill_allocation_cpu_or_waiting() =>
        Assert.Equal(Tariff.Price(new Meter()), Tariff.Price(new Meter { AllocatedBytes = 1 << 30, CpuNs = 1 << 30, ParkedMs = 9_999 }));

    [Fact]
    public void Grows_with_every_part_and_never_passes_the_worst() =>
        Gen.Select(Gen.Long[0, 2_000_000], Gen.Int[0, 50], Gen.Int[0, 200], Gen.Long[0, 50_000], Gen.Long[0, 40_000_000])
            .Sample((statements, reads, effects, rows, bytes) =>
            {
                var meter = new Meter { Statements = statements, Reads = reads, Effects = effects, Rows = rows, BytesIn = bytes };
                var price = Tariff.Price(meter).Platform;
                return price == Tariff.Current.Parts(meter).Sum(static part => part.Cost) && price <= Tariff.Price(meter with { Statements = statements + 1_000, Reads = reads + 1 }).Platform && price <= Tariff.Worst(Budget.Default);
            });
}
