using System.Text.RegularExpressions;

namespace Marketplace.Domain.Publishing;

/// <summary>Which paths a package may hold, and which of them are text. Everything else stays outside.</summary>
public static partial class PackagePaths
{
    public const string Manifest = "app.json";
    public const string Digests = "digests.json";
    public const string Signature = "signature.json";
    public const string Sbom = "sbom.json";

    /// <summary>True for a path that an author writes and a package carries.</summary>
    public static bool IsContent(string path) => path.Length <= 120 && Content().IsMatch(path);

    /// <summary>True for a module of the app.</summary>
    public static bool IsModule(string path) => path == "main.js" || path.StartsWith("lib/", StringComparison.Ordinal);

    /// <summary>True for a view's file.</summary>
    public static bool IsView(string path) => path.Length <= 120 && View().IsMatch(path);

    /// <summary>True for what is kept with LF line ends.</summary>
    public static bool IsText(string path) => !path.EndsWith(".png", StringComparison.Ordinal);

    [GeneratedRegex(@"^(app\.json|main\.js|lib/([A-Za-z0-9_-]+/)*[A-Za-z0-9_.-]+\.js|views/[A-Za-z0-9_-]+\.json|specs/records\.json|specs/[A-Za-z0-9_.-]+\.spec\.json|seed/[A-Za-z0-9]+\.json|locales/(zh-CN|en)\.json|README\.md|icon\.(svg|png))\z")]
    private static partial Regex Content();

    [GeneratedRegex(@"^views/[A-Za-z0-9_-]+\.json\z")]
    private static partial Regex View();
}
