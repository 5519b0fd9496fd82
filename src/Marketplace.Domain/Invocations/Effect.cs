using System.Text.Json.Serialization;

namespace Marketplace.Domain.Invocations;

/// <summary>What a call wants done if it ends well. Ordered; the ordinal (from 1) is part of the ids the host makes.
/// JSON payloads travel as text so that an effect compares by value and crosses any wire unchanged.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(Insert), "insert")]
[JsonDerivedType(typeof(Update), "update")]
[JsonDerivedType(typeof(Delete), "delete")]
[JsonDerivedType(typeof(Emit), "emit")]
[JsonDerivedType(typeof(DeviceSend), "device")]
[JsonDerivedType(typeof(JobStart), "job")]
[JsonDerivedType(typeof(Act), "act")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Share), "share")]
[JsonDerivedType(typeof(AppCall), "app")]
public abstract record Effect
{
    private Effect() { }

    /// <summary>A new record. <paramref name="Id"/> was made by <see cref="Ids.Of"/>; <paramref name="Body"/> is a JSON object.</summary>
    public sealed record Insert(string Entity, string Id, string Body) : Effect;

    /// <summary>A change: <paramref name="Patch"/> is a JSON object of the fields that change; null removes. Version 0 means "whatever it is".</summary>
    public sealed record Update(string Entity, string Id, long Version, string Patch) : Effect;

    /// <summary>A removal. Version 0 means "whatever it is".</summary>
    public sealed record Delete(string Entity, string Id, long Version) : Effect;

    /// <summary>An event <c>{publisher}.{app}.{Type}.v1</c>.</summary>
    public sealed record Emit(string Id, string Type, string Data) : Effect;

    /// <summary>A command down to a device of the firm, by its code.</summary>
    public sealed record DeviceSend(string Id, string Device, string Command, string Payload) : Effect;

    /// <summary>A command on a thing of a shared service: <paramref name="On"/> is its id, that of a new one when the command makes one.</summary>
    public sealed record Act(string Id, string Service, string Collection, string On, string Command, string Input) : Effect;

    /// <summary>How far a job has come, in units of its own; of several in a call the last counts. Nothing outside a job.</summary>
    public sealed record Progress(long Done, long Total, string Note) : Effect;

    /// <summary>A later call of one of the app's own functions, after <paramref name="DelayMs"/>.</summary>
    public sealed record JobStart(string Id, string Function, string Input, long DelayMs) : Effect;

    /// <summary>A later call of a function that another app of the firm exposes.</summary>
    public sealed record AppCall(string Id, string App, string Function, string Input) : Effect;

    /// <summary>A record of a declared dataset that leaves the firm for its brain; <paramref name="Record"/> is a JSON object.</summary>
    public sealed record Share(string Id, string Dataset, string Record) : Effect;
}

/// <summary>Ids made by the host for things a call makes.</summary>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A fresh 26-character id: 48 bits of milliseconds, then 80 random bits, Crockford base 32 in lower case.</summary>
    public static string New(DateTimeOffset now, Random random)
    {
        Span<char> text = stackalloc char[26];
        var time = now.ToUnixTimeMilliseconds();
        for (var i = 9; i >= 0; i--, time >>= 5) text[i] = Alphabet[(int)(time & 31)];
        for (var i = 10; i < 26; i++) text[i] = Alphabet[random.Next(32)];
        return new string(text);
    }

    /// <summary>The first id that could be made at a time; ids sort by their times.</summary>
    public static string First(DateTimeOffset at)
    {
        Span<char> text = stackalloc char[26];
        text.Fill('0');
        var time = Math.Max(0, at.ToUnixTimeMilliseconds());
        for (var i = 9; i >= 0; i--, time >>= 5) text[i] = Alphabet[(int)(time & 31)];
        return new string(text);
    }

    /// <summary>Whether a text has the form of an id made by <see cref="New"/>.</summary>
    public static bool IsId(string text) => text.Length == 26 && text.AsSpan().IndexOfAnyExcept(Alphabet) < 0;

    /// <summary>The id of the <paramref name="ordinal"/>-th thing made by a call: sortable, and the same on every run of that call.</summary>
    public static string Of(string invocation, int ordinal) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{invocation}-{ordinal:D4}");
}
