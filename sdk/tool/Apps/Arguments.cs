using System.CommandLine;

namespace Marketplace.Tool.Apps;

/// <summary>Arguments that several verbs share.</summary>
internal static class Arguments
{
    /// <summary>The folder of the app, this one unless told.</summary>
    public static Argument<string> Folder() => new("folder") { Description = "The folder that holds app.json.", DefaultValueFactory = _ => "." };
}
