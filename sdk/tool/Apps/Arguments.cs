using System.CommandLine;

namespace Marketplace.Tool.Apps;

/// <summary>Arguments that several verbs share.</summary>
internal static class Arguments
{
    /// <summary>The folder of the app, this one unless told.</summary>
    public static Argument<string> Folder() => NoOption(new Argument<string>("folder") { Description = "The folder that holds app.json.", DefaultValueFactory = _ => "." });

    /// <summary>The version before, from which the version step is computed.</summary>
    public static Option<string?> Previous() =>
        new("--previous") { Description = "The version published before, as a folder or a zip: computes the version step and shows what widens." };

    /// <summary>A mistyped option must not pass for a value.</summary>
    public static Argument<T> NoOption<T>(Argument<T> argument)
    {
        argument.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
                if (token.Value.Length > 1 && token.Value.StartsWith('-')) result.AddError($"There is no option {token.Value} here.");
        });
        return argument;
    }
}
