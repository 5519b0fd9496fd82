using System.CommandLine;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Tool.Terminal;

/// <summary>A command line that makes no sense: what is wrong with it, the nearest word that exists, and where to read more.</summary>
internal static class UsagePage
{
    public static int Show(Talk talk, ParseResult line)
    {
        var verb = line.CommandResult.Command;
        var name = verb is RootCommand ? "mkt" : $"mkt {verb.Name}";
        var known = verb.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).Concat(Options(line)).ToList();
        var strange = line.UnmatchedTokens.Concat(line.Tokens.Select(t => t.Value).Where(t => t.StartsWith('-') && !known.Contains(t))).Distinct().ToList();
        var near = strange.Select(t => Nearest.Of(t, known)).FirstOrDefault(n => n is not null);
        var wrong = line.UnmatchedTokens.Count > 0 ? $"{name} does not know {string.Join(", ", line.UnmatchedTokens)}." : string.Join(' ', line.Errors.Select(e => e.Message).Distinct());
        return talk.Fail(Exit.Usage, wrong, near is null ? $"\"{name} --help\" says what there is." : $"Did you mean {near}? \"{name} --help\" says what there is.");
    }

    private static IEnumerable<string> Options(ParseResult line) =>
        line.CommandResult.Command.Options.Concat(line.RootCommandResult.Command.Options).Where(o => !o.Hidden).Select(o => o.Name);
}
