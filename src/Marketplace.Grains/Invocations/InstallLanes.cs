using System.Collections.Concurrent;

namespace Marketplace.Grains.Invocations;

/// <summary>One first-come lane for the writers of each install on this silo, and the head's sequence as this silo last wrote it.
/// A hint, never a lock: another silo may write between, and then the compare-and-swap says so.</summary>
internal sealed class InstallLanes
{
    private readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);

    /// <summary>Waits for the lane of one install.</summary>
    public async Task<Lane> Enter(string tenant, string app)
    {
        var key = $"{tenant}/{app}";
        while (true)
        {
            var slot = slots.GetOrAdd(key, static _ => new Slot());
            Interlocked.Increment(ref slot.Users);
            await slot.Gate.WaitAsync();
            if (!slot.Closed) return new Lane(this, key, slot);
            slot.Gate.Release();
        }
    }

    private sealed class Slot
    {
        public readonly SemaphoreSlim Gate = new(1, 1);
        public int Users;
        public bool Closed;
        public long Epoch;
        public long Seq;
    }

    /// <summary>A held lane.</summary>
    public sealed class Lane : IDisposable
    {
        private readonly InstallLanes lanes;
        private readonly string key;
        private readonly Slot slot;

        internal Lane(InstallLanes lanes, string key, object slot) => (this.lanes, this.key, this.slot) = (lanes, key, (Slot)slot);

        /// <summary>The head's sequence when this silo wrote it last in this epoch; 0 when it must be read.</summary>
        public long Seq(long epoch) => slot.Epoch == epoch ? slot.Seq : 0;

        /// <summary>This silo's commit moved the head here.</summary>
        public void Advance(long epoch, long seq) => (slot.Epoch, slot.Seq) = (epoch, seq);

        /// <summary>Somebody else moved the head.</summary>
        public void Lost() => slot.Epoch = -1;

        /// <summary>Lets the next one in; the last one out removes the lane.</summary>
        public void Dispose()
        {
            if (Interlocked.Decrement(ref slot.Users) == 0 && lanes.slots.Count > 4096)
            {
                slot.Closed = true;
                lanes.slots.TryRemove(key, out _);
            }
            slot.Gate.Release();
        }
    }
}
