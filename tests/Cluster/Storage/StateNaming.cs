using Marketplace.Storage.Documents;
using Orleans;
using Orleans.Runtime;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>What the look at every grain class refuses before a silo takes calls.</summary>
public sealed class StateNaming
{
    private sealed class Fine([PersistentState("fine", "documents")] IPersistentState<Note> state) : Grain
    {
        public bool Is => state.RecordExists;
    }

    private sealed class AlsoFine([PersistentState("alsoFine", "documents")] IPersistentState<Other> state) : Grain
    {
        public bool Is => state.RecordExists;
    }

    private sealed class Double([PersistentState("fine", "documents")] IPersistentState<Other> state) : Grain
    {
        public bool Is => state.RecordExists;
    }

    private sealed class Unlisted([PersistentState("unlisted", "documents")] IPersistentState<List<string>> state) : Grain
    {
        public bool Is => state.RecordExists;
    }

    [Fact]
    public void Accepts_classes_with_states_of_their_own() => StateNames.Check([typeof(Fine), typeof(AlsoFine)], Silo.Shapes());

    [Fact]
    public void Refuses_two_classes_with_one_state_name() =>
        Assert.Contains("fine", Assert.Throws<InvalidOperationException>(() => StateNames.Check([typeof(Fine), typeof(Double)], Silo.Shapes())).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_state_that_is_not_listed() =>
        Assert.Contains("not listed", Assert.Throws<InvalidOperationException>(() => StateNames.Check([typeof(Unlisted)], Silo.Shapes())).Message, StringComparison.Ordinal);
}
