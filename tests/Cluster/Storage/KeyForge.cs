using Marketplace.Domain;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Keys by chance, made by <see cref="Keys"/> out of the parts that have hurt others: hexadecimal words, words like parts of a
/// GUID, numbers with leading zeros behind a letter, words that differ in one place or in where one part ends and the next begins.</summary>
internal sealed class KeyForge(Random dice)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz", Rest = "abcdefghijklmnopqrstuvwxyz0123456789-", Hex = "0123456789abcdef";

    private static readonly string[] words = ["abc", "cafe", "a0", "a00", "deadbeef", "d20235", "d020235", "e-1", "a-b", "a-b-c", "ab", "b-c", "null", "self"];

    /// <summary>A key, and what it was made of.</summary>
    public (string Parts, string Key) Any()
    {
        var (owner, name, app) = (Slug(), Slug(), $"{Slug()}/{Slug()}");
        return dice.Next(11) switch
        {
            0 => ($"brain|{owner}", Keys.Brain(owner)),
            1 => ($"tenant|{owner}", Keys.Tenant(owner)),
            2 => ($"publisher|{owner}", Keys.Publisher(owner)),
            3 => Release(app, $"{dice.Next(3)}.{dice.Next(12)}.{dice.Next(3)}{(dice.Next(4) == 0 ? $"-rc.{dice.Next(3)}" : "")}"),
            4 => ($"listing|{owner}|{app}", Keys.Listing(owner, app)),
            5 => ($"collection|{owner}|{name}", Keys.Collection(owner, name)),
            6 => ($"install|{owner}|{app}", Keys.Install(owner, app)),
            7 => ($"turn|{owner}|{app}", Keys.Turn(owner, app)),
            8 => ($"device|{owner}|{name}", Keys.Device(owner, dice.Next(2) == 0 ? name.ToUpperInvariant() : name)),
            9 => ($"desk|{owner}", Keys.Desk(owner)),
            _ => ($"records|{owner}", Keys.Records(owner)),
        };
    }

    /// <summary>A key beside another: one character away, so that whatever folds has something to fold.</summary>
    public string Beside(string key)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var chars = key.ToCharArray();
            var at = dice.Next(chars.Length);
            chars[at] = Rest[dice.Next(Rest.Length)];
            var changed = dice.Next(4) switch
            {
                0 => key.Insert(at, "0"),
                1 => key.Remove(at, 1),
                _ => new string(chars),
            };
            if (changed != key && IsKey(changed)) return changed;
        }
        return Any().Key;
    }

    public static bool IsKey(string text)
    {
        try
        {
            return Keys.Known(text) == text;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static (string, string) Release(string app, string version) => ($"release|{app}|{version}", Keys.Release(app, version));

    private string Slug() => dice.Next(4) switch
    {
        0 => words[dice.Next(words.Length)],
        1 => Letters[dice.Next(6)] + Some(Hex, dice.Next(1, 31)),
        2 => Letters[dice.Next(26)] + Some("0123456789", dice.Next(1, 6)),
        _ => Letters[dice.Next(26)] + Some(Rest, dice.Next(1, 31)),
    };

    private string Some(string alphabet, int length) => string.Create(length, (alphabet, dice), static (span, from) =>
    {
        foreach (ref var one in span) one = from.alphabet[from.dice.Next(from.alphabet.Length)];
    });
}
