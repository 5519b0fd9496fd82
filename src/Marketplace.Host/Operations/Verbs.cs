using System.Data.Common;
using System.Runtime.InteropServices;
using Marketplace.Storage;

namespace Marketplace.Host.Operations;

/// <summary>The commands of the operator, in the same binary as the host and with its configuration. Exit codes: 0 done, 1 refused or
/// something found wrong, 2 not understood.</summary>
internal static class Verbs
{
    private const int Done = 0, Refused = 1, NotUnderstood = 2;

    private static readonly IReadOnlyList<Verb> All = [new BackupVerb(), new RestoreVerb(), new CheckVerb(), new RebuildVerb()];

    /// <summary>Runs a command to its end.</summary>
    public static async Task<int> Run(VerbLine line)
    {
        if (line.Verb == "help") return await Overview(Console.Out, Done);
        if (All.FirstOrDefault(one => one.Name == line.Verb) is not { } verb)
        {
            await Console.Error.WriteLineAsync($"There is no command '{line.Verb}'.");
            return await Overview(Console.Error, NotUnderstood);
        }
        if (line.Switches.Contains("--help") || line.Switches.Contains("-h"))
        {
            await Console.Out.WriteLineAsync($"{verb.Usage}\n\n{verb.Help}");
            return Done;
        }
        var isWhole = line.Operands.Count == (verb.Operand.Length > 0 ? 1 : 0) && line.Switches.All(verb.Switches.Contains);
        return isWhole ? await Guarded(verb, line) : await Misspoken(verb);
    }

    private static async Task<int> Guarded(Verb verb, VerbLine line)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await verb.Run(Place(line), line, stop.Token);
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return NotUnderstood;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{verb.Name} was stopped; nothing was changed.");
            return Refused;
        }
        catch (Exception broken) when (broken is StoreWorkException or InvalidOperationException or InvalidDataException or DbException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{verb.Name}: {broken.Message}");
            return Refused;
        }
    }

    private static VerbPlace Place(VerbLine line)
    {
        var builder = WebApplication.CreateBuilder(line.Settings);
        HostSettings settings;
        try
        {
            settings = HostSettings.Read(builder.Configuration, builder.Environment);
        }
        catch (InvalidOperationException wrong)
        {
            throw new SettingsException(wrong.Message);
        }
        return new VerbPlace(new StoreOptions { Engine = settings.Store, ConnectionString = settings.ConnectionString, DataFolder = settings.Data },
            TimeProvider.System, Console.Out, Console.Error);
    }

    private static async Task<int> Misspoken(Verb verb)
    {
        await Console.Error.WriteLineAsync($"Usage: {verb.Usage}\nMore: Marketplace.Host {verb.Name} --help");
        return NotUnderstood;
    }

    private static async Task<int> Overview(TextWriter to, int code)
    {
        await to.WriteLineAsync("Marketplace.Host                           serves (--urls and the keys of docs/operating.md)");
        foreach (var verb in All) await to.WriteLineAsync($"{verb.Usage,-42} {verb.Summary}");
        await to.WriteLineAsync("\nThe store is the one of Marketplace:Store, Marketplace:ConnectionString and Marketplace:Data, from the environment or as\n--Marketplace:Data=FOLDER. Exit codes: 0 done, 1 refused or something found wrong, 2 not understood.");
        return code;
    }

    /// <summary>A value of the configuration will not do.</summary>
    private sealed class SettingsException(string message) : Exception(message);
}
