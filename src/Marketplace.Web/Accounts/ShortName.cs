namespace Marketplace.Web.Accounts;

/// <summary>Names read "firm · person"; within a firm the firm goes without saying, and the person tells people apart.</summary>
internal static class ShortName
{
    /// <summary>The part after the last dot, else the whole name.</summary>
    public static string Of(string name)
    {
        var at = name.LastIndexOf('·');
        return at > 0 ? name[(at + 1)..].Trim() : name;
    }
}
