namespace Marketplace.Sandbox.Statistics;

/// <summary>What a control chart of subgroups of n takes from the normal distribution.</summary>
/// <param name="N">Values in a subgroup, 2 to 25.</param>
/// <param name="D2">Mean of the range of n values in sigmas (d2).</param>
/// <param name="RangeSigma">Standard deviation of that range in sigmas (d3).</param>
/// <param name="C4">Mean of the sample standard deviation in sigmas (c4).</param>
internal sealed record ControlConstants(int N, double D2, double RangeSigma, double C4)
{
    public const int Least = 2, Most = 25;

    // d2 and d3 have no closed form: integrals of the normal distribution's order statistics to ten places.
    private static readonly (double D2, double D3)[] ranges =
    [
        (1.1283791671, 0.8525024664), // 2
        (1.6925687506, 0.8883680057), // 3
        (2.0587507460, 0.8798082028), // 4
        (2.3259289473, 0.8640819411), // 5
        (2.5344127212, 0.8480396861), // 6
        (2.7043567512, 0.8332053356), // 7
        (2.8472006121, 0.8198314898), // 8
        (2.9700263244, 0.8078342746), // 9
        (3.0775054617, 0.7970506735), // 10
        (3.1728727038, 0.7873146206), // 11
        (3.2584552797, 0.7784783412), // 12
        (3.3359803541, 0.7704162021), // 13
        (3.4067631082, 0.7630230956), // 14
        (3.4718268899, 0.7562114297), // 15
        (3.5319827861, 0.7499080894), // 16
        (3.5878839618, 0.7440517840), // 17
        (3.6400637579, 0.7385908534), // 18
        (3.6889630232, 0.7334814955), // 19
        (3.7349501196, 0.7286863457), // 20
        (3.7783358298, 0.7241733407), // 21
        (3.8193846434, 0.7199148084), // 22
        (3.8583234233, 0.7158867355), // 23
        (3.8953481485, 0.7120681751), // 24
        (3.9306292195, 0.7084407659), // 25
    ];

    private static readonly ControlConstants[] all = Build();

    public double A2 => 3 / (D2 * Math.Sqrt(N));
    public double A3 => 3 / (C4 * Math.Sqrt(N));
    public double D3 => Math.Max(0, 1 - (3 * RangeSigma / D2));
    public double D4 => 1 + (3 * RangeSigma / D2);
    public double B3 => Math.Max(0, 1 - (3 * StdevSigma / C4));
    public double B4 => 1 + (3 * StdevSigma / C4);
    /// <summary>3 / d2, the factor of individual values over their mean moving range (2.65957 for n = 2; handbooks print 2.66).</summary>
    public double E2 => 3 / D2;
    /// <summary>Standard deviation of the sample standard deviation in sigmas.</summary>
    public double StdevSigma => Math.Sqrt(1 - (C4 * C4));

    /// <summary>Null where n is not 2 to 25.</summary>
    public static ControlConstants? Of(int n) => n is >= Least and <= Most ? all[n - Least] : null;

    // c4(n) = √(2/(n−1)) · Γ(n/2)/Γ((n−1)/2), and two neighbouring quotients of Γ multiply to (n−1)/2.
    private static ControlConstants[] Build()
    {
        var made = new ControlConstants[ranges.Length];
        var quotient = 1 / Math.Sqrt(Math.PI);
        for (var n = Least; n <= Most; n++)
        {
            made[n - Least] = new ControlConstants(n, ranges[n - Least].D2, ranges[n - Least].D3, Math.Sqrt(2.0 / (n - 1)) * quotient);
            quotient = (n - 1) / 2.0 / quotient;
        }
        return made;
    }
}
