namespace Marketplace.Tool.Terminal;

/// <summary>What the shell learns. Stable: scripts rely on them. <c>mkt --help</c> and docs/writing-apps.md list the same.</summary>
internal static class Exit
{
    public const int Ok = 0;
    /// <summary>A check, a spec or a call failed, or the machine refused a file or a port.</summary>
    public const int Failed = 1;
    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;
    /// <summary>No server, no network, or no valid sign-in.</summary>
    public const int Remote = 3;
    /// <summary>The brain understood and said no.</summary>
    public const int Refused = 4;
    /// <summary>Ctrl+C, as shells count it.</summary>
    public const int Interrupted = 130;
}
