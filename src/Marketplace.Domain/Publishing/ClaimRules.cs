namespace Marketplace.Domain.Publishing;

/// <summary>Namespace claims: who may hold one and how its evidence is checked.</summary>
public static class ClaimRules
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>True for an 18-character 统一社会信用代码 with a right check character (GB 32100-2015, weights 3^(i-1) mod 31).</summary>
    public static bool IsCreditCode(string code)
    {
        if (code.Length != 18) return false;
        var (sum, weight) = (0, 1);
        for (var i = 0; i < 17; i++)
        {
            var value = Alphabet.IndexOf(code[i]);
            if (value < 0) return false;
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        return Alphabet.IndexOf(code[17]) == (31 - sum % 31) % 31;
    }

    /// <summary>Names that belong to the platform or mislead.</summary>
    public static readonly IReadOnlySet<string> Reserved =
        new HashSet<string>(StringComparer.Ordinal) { "system", "admin", "platform", "official", "marketplace", "brain", "operator", "root", "api", "logistics", "finance", "talent" };
}
