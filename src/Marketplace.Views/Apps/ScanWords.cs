namespace Marketplace.Views.Apps;

/// <summary>The words that scan.js paints.</summary>
internal static class ScanWords
{
    public static readonly IReadOnlyList<string> All =
    [
        "scan.green", "scan.red", "scan.unchecked", "scan.uncheckedHelp", "scan.notYet", "scan.asking", "scan.choosePlaceFirst", "scan.noCamera",
        "scan.cameraDenied", "scan.waiting", "scan.ready", "scan.blocked", "scan.release", "scan.signedOut",
        "scan.secondHelp", "scan.badge", "scan.pin", "scan.cancel", "scan.noHistory", "scan.lost", "scan.idle",
        "view.choose", "scan.tagGreen", "scan.tagRed", "scan.tagAmber", "scan.offline",
    ];
}
