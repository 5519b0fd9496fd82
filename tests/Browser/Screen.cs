namespace Marketplace.Tests.Browser;

/// <summary>On what, in which language and light somebody looks.</summary>
public sealed record Screen(string Name, int Width, int Height, string Culture, bool Dark)
{
    /// <summary>Every width in every language; the two lights alternate.</summary>
    public static readonly IReadOnlyList<Screen> All =
    [
        new("desktop-zh", 1440, 900, "zh-CN", Dark: false), new("desktop-en", 1440, 900, "en", Dark: true),
        new("phone-zh", 390, 844, "zh-CN", Dark: false), new("phone-en", 390, 844, "en", Dark: true),
    ];

    /// <summary>What this run walks: by night every screen, for a change one of each width, language and light.</summary>
    public static IEnumerable<Screen> Walked => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? All : [All[0], All[3]];

    public bool IsPhone => Width < 600;

    public bool IsEnglish => Culture == "en";

    /// <summary>The screen by name, which is what a test case carries.</summary>
    public static Screen Of(string name) => All.Single(s => s.Name == name);

    /// <summary>The word that fits the language.</summary>
    public string Say(string chinese, string english) => IsEnglish ? english : chinese;
}
