namespace Marketplace.Machine;

/// <summary>How a simulated machine answers set-points. Can be changed while it runs.</summary>
internal enum Behaviour
{
    /// <summary>Reads back what it was told, rounded to its resolution, at once.</summary>
    Honest,
    /// <summary>Reads back one value that is off by more than its resolution.</summary>
    Lie,
    /// <summary>Reads back rightly, but after eight seconds.</summary>
    Lag,
    /// <summary>Never reads back.</summary>
    Drop,
}
