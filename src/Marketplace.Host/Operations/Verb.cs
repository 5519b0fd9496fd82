using Marketplace.Storage;

namespace Marketplace.Host.Operations;

/// <summary>What an operator's command works on and where it speaks.</summary>
internal sealed record VerbPlace(StoreOptions Store, TimeProvider Time, TextWriter Out, TextWriter Error);

/// <summary>One command of the operator.</summary>
internal abstract class Verb
{
    /// <summary>The word.</summary>
    public abstract string Name { get; }

    /// <summary>Its operand by name, or nothing.</summary>
    public virtual string Operand => "";

    /// <summary>Switches it knows.</summary>
    public virtual IReadOnlyList<string> Switches => [];

    /// <summary>One line for the list of commands.</summary>
    public abstract string Summary { get; }

    /// <summary>What <c>--help</c> says beyond the line.</summary>
    public abstract string Help { get; }

    /// <summary>Does it; 0 when done, 1 when it was refused or found something.</summary>
    public abstract Task<int> Run(VerbPlace place, VerbLine line, CancellationToken cancel);

    /// <summary>How it is typed.</summary>
    public string Usage => $"Marketplace.Host {Name}{(Operand.Length > 0 ? " " + Operand : "")}{string.Concat(Switches.Select(static word => $" [{word}]"))}";
}
