namespace Marketplace.Api.Admission;

/// <summary>What the door knows of a request that it let in, and the place that the request holds.</summary>
/// <param name="hall">Where the place is.</param>
/// <param name="line">Whose work it is.</param>
/// <param name="isKnown">True when the line is a caller's and the call was counted; false for an address.</param>
internal sealed class Pass(Hall hall, string line, bool isKnown)
{
    private int given;

    public bool IsKnown => isKnown;

    /// <summary>Gives the place back, once, whoever comes first: the end of the request, or an answer that only waits to be read.</summary>
    public void GiveBack()
    {
        if (Interlocked.Exchange(ref given, 1) == 0) hall.Leave(line);
    }
}
