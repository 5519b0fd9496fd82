namespace Marketplace.Api.Admission;

/// <summary>What the door knows of a request that it let in.</summary>
/// <param name="Kind">What kind of work it took it for.</param>
/// <param name="Line">Whose work it is.</param>
/// <param name="IsKnown">True when the line is a caller's and the call was counted; false for an address.</param>
internal sealed record Pass(WorkKind Kind, string Line, bool IsKnown);
