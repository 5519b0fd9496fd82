using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;

namespace Marketplace.Tests.Apps.TagToParameter.Scans;

/// <summary>How a machine behaves to one download.</summary>
internal enum Habit
{
    Honest, HonestAsNumbers, AtTheLimit, Lies, LiesByALittle, Drops, Lags, Partial, Twice, TwiceAndWrongOnce, EarlyAndAgain, Garbage, OtherMachine, OtherJob, Shuffled, More,
}

/// <summary>A machine that was sent set-points and answers as it pleases.</summary>
internal sealed class MachineTool(Dice dice, World world)
{
    private static readonly string[] garbage =
        ["null", "[]", "{}", "\"12\"", "[null]", "[[1]]", "[{\"name\":1,\"value\":\"1\"}]", "[{\"value\":\"1\"}]", "{\"length\":1}"];

    private static readonly string[] unreadable = ["\"1e3\"", "\"\"", "\" 1\"", "\"1.\"", "\"NaN\"", "null", "true", "{}", "[1]", "\"0x10\"", "\"１\"", "\"1,5\"", "1e-7", "1e21", "\"1.0000001\""];

    /// <summary>The messages of this machine for a command, each with the time it takes after the command.</summary>
    public IEnumerable<(TimeSpan After, string Machine, string Job, string Json)> Answers(Effect.DeviceSend command, Habit habit)
    {
        var payload = JsonElement.Parse(command.Payload);
        var job = payload.GetProperty("job").GetString()!;
        var told = payload.GetProperty("setpoints").EnumerateArray()
            .Select(s => (Name: s.GetProperty("name").GetString()!, Value: decimal.Parse(s.GetProperty("value").GetString()!, CultureInfo.InvariantCulture))).ToList();
        var soon = TimeSpan.FromMilliseconds(dice.Between(1, 4999));
        var held = Write(told.Select(t => (t.Name, Written(Round(command.Device, t.Name, t.Value)))));
        switch (habit)
        {
            case Habit.Honest: return [(soon, command.Device, job, held)];
            case Habit.HonestAsNumbers: return [(soon, command.Device, job, Write(told.Select(t => (t.Name, Plain(Round(command.Device, t.Name, t.Value))))))];
            case Habit.AtTheLimit: return [(soon, command.Device, job, Write(told.Select(t => (t.Name, Written(t.Value + Step(command.Device, t.Name))))))];
            case Habit.Lies: return [(soon, command.Device, job, Spoiled(told, command.Device, t => t.Value + dice.Of(-1, 1) * (Step(command.Device, t.Name) * dice.Between(2, 9))))];
            case Habit.LiesByALittle: return [(soon, command.Device, job, Spoiled(told, command.Device, t => t.Value + dice.Of(-1, 1) * (Step(command.Device, t.Name) + 0.000001m)))];
            case Habit.Drops: return [];
            case Habit.Lags: return [(TimeSpan.FromMilliseconds(dice.Between(5001, 9000)), command.Device, job, held)];
            case Habit.Partial: return [(soon, command.Device, job, Write(told.Skip(1).Select(t => (t.Name, Written(t.Value)))))];
            case Habit.Twice: return [(soon, command.Device, job, held), (soon, command.Device, job, held)];
            case Habit.TwiceAndWrongOnce:
                return [(soon, command.Device, job, Write([.. told.Select(t => (t.Name, Written(t.Value))), (told[0].Name, Written(told[0].Value + 2 * Step(command.Device, told[0].Name)))]))];
            case Habit.Garbage: return [(soon, command.Device, job, dice.In(2) ? dice.Of(garbage) : Write(told.Select(t => (t.Name, dice.Of(unreadable)))))];
            case Habit.OtherMachine: return [(soon, World.Machines.First(m => m != command.Device), job, held)];
            case Habit.OtherJob: return [(soon, command.Device, dice.Of("", "nothing", "00000000000000000000000000-0001"), held)];
            case Habit.Shuffled: return [(soon, command.Device, job, Write(told.AsEnumerable().Reverse().Select(t => (t.Name, Written(Round(command.Device, t.Name, t.Value))))))];
            case Habit.More: return [(soon, command.Device, job, Write([.. told.Select(t => (t.Name, Written(t.Value))), ("coolant", "\"on\"")]))];
            default: return [(soon, command.Device, job, Spoiled(told, command.Device, t => t.Value + 3 * Step(command.Device, t.Name))), (soon, command.Device, job, held)];
        }
    }

    private string Spoiled(List<(string Name, decimal Value)> told, string machine, Func<(string Name, decimal Value), decimal> wrong)
    {
        var at = dice.Between(0, told.Count - 1);
        return Write(told.Select((t, i) => (t.Name, Written(i == at ? wrong(t) : Round(machine, t.Name, t.Value)))));
    }

    private decimal Step(string machine, string name) => world.Steps[(machine, name)];

    private decimal Round(string machine, string name, decimal value)
    {
        var step = Step(machine, name);
        return dice.In(2) ? decimal.Round(value / step) * step : decimal.Floor(value / step) * step;
    }

    private string Written(decimal value) => "\"" + dice.Written(value) + "\"";

    private static string Plain(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Write(IEnumerable<(string Name, string Value)> values) =>
        "[" + string.Join(',', values.Select(v => $"{{\"name\":{JsonValue.Create(v.Name).ToJsonString()},\"value\":{v.Value}}}")) + "]";
}
