using Marketplace.Domain.Publishing;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Catalogue;

/// <summary>Collects what a reader finds wrong in one file. Rules are prefixed, so the same words serve manifests, views and specs.</summary>
internal sealed class FindingList(string file, string prefix)
{
    private const int Most = 200;
    private readonly List<Finding> _all = [];

    public string File => file;
    public IReadOnlyList<Finding> All => _all;
    public bool Broken => _all.Exists(f => f.Severity == Severity.Red);

    public void Red(Located at, string rule, string message, string remedy) => Add(Severity.Red, at.Line, at.Pointer, rule, message, remedy);

    public void Amber(Located at, string rule, string message, string remedy) => Add(Severity.Amber, at.Line, at.Pointer, rule, message, remedy);

    public void Red(int line, string pointer, string rule, string message, string remedy) => Add(Severity.Red, line, pointer, rule, message, remedy);

    private void Add(Severity severity, int line, string pointer, string rule, string message, string remedy)
    {
        if (_all.Count >= Most) return;
        _all.Add(new()
        {
            Rule = $"{prefix}.{rule}", Severity = severity, File = file, Line = line, Pointer = pointer, Message = message, Remedy = remedy,
        });
    }
}
