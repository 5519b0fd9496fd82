namespace Marketplace.Grains.Installs;

/// <summary>State words of an install.</summary>
internal static class InstallStates
{
    public const string Active = "active";
    public const string Suspended = "suspended";
    public const string Uninstalled = "uninstalled";
}
