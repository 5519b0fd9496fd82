using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;

namespace Marketplace.Tests.Apps.TagToParameter.Scans;

/// <summary>One generated scan from the tag to the machine's answer, with everything that people and machines do wrong on the way.
/// A breach of the app's promises is a sentence; none is null.</summary>
internal sealed class Scan(int seed, Kernel kernel, Package package, Tally tally)
{
    private readonly Dice dice = new(seed);
    private readonly List<Heard> heard = [];
    private World world = null!;
    private Floor floor = null!;
    private string machine = "";
    private string job = "";

    /// <summary>What the app promised and did not keep, or null.</summary>
    public async Task<string?> Run()
    {
        world = new World(dice);
        floor = new Floor(kernel, package, world);
        if (world.Versions.Find(v => v.Status == "draft") is { } draft && dice.In(2) && await Approve(draft) is { } wrong) return wrong;
        machine = dice.Of(World.Machines);
        var input = new JsonObject { ["code"] = world.Scanned(), ["machine"] = dice.In(40) ? "M-9" : machine };
        var first = await floor.Call("onScan", input.DeepClone());
        if (first.Verdict != Verdict.Completed) return Refused("scan", first);
        var again = await floor.Call("onScan", input.DeepClone());
        if (Answer(first) != Answer(again)) return $"the same tag had two answers: {Answer(first)} and {Answer(again)}";
        var result = JsonElement.Parse(first.Result);
        job = result.GetProperty("job").GetString()!;
        var reason = result.GetProperty("reason").GetString();
        tally.Add(reason is null ? "answer green" : "reason " + reason);
        if (await MayStart() is { } early) return "after the scan: " + early;
        if (reason is not null && result.GetProperty("parameters").GetArrayLength() > 0) return "a red answer shows values";
        if (dice.In(20)) Move();
        var sent = reason is null ? await Confirm() : await Override(result.GetProperty("overridable").GetBoolean());
        return sent.Wrong ?? (sent.Command is null ? null : await Machine(sent.Command));
    }

    private async Task<string?> Approve(Version draft)
    {
        var own = await floor.Call("approveRecipe", new JsonObject { ["recipe"] = draft.Id }, "author");
        if (own.Verdict == Verdict.Completed) return "the author approved their own recipe";
        tally.Add("refused " + own.Refusal!.Code);
        var other = await floor.Call("approveRecipe", new JsonObject { ["recipe"] = draft.Id }, "approver");
        if (other.Verdict != Verdict.Completed) return Refused("approval", other);
        world.Versions[world.Versions.IndexOf(draft)] = draft with { Status = "approved" };
        tally.Add("approved by another");
        return null;
    }

    /// <summary>Process engineering changes a limit between the scan and the worker's word.</summary>
    private void Move()
    {
        if (world.Versions.Find(v => v.Parameters.Count > 0) is not { } version) return;
        floor.Change("recipeParameter", version.Id + "-p0", """{"usl":"9998.5"}""");
        tally.Add("rules moved after the scan");
    }

    private async Task<(string? Wrong, Effect.DeviceSend? Command)> Confirm()
    {
        var outcome = await floor.Call("confirm", new JsonObject { ["job"] = job });
        if (outcome.Verdict != Verdict.Completed) return (Refused("confirm", outcome), null);
        tally.Add("state SENT");
        if (dice.In(20))
        {
            var twice = await floor.Call("confirm", new JsonObject { ["job"] = job });
            if (twice.Verdict == Verdict.Completed) return ("one job was sent twice", null);
            tally.Add("refused " + twice.Refusal!.Code);
        }
        return await Sent();
    }

    private async Task<(string? Wrong, Effect.DeviceSend? Command)> Override(bool allowed)
    {
        foreach (var second in (string[])["", "worker"])
        {
            var alone = await floor.Call("override", new JsonObject { ["job"] = job, ["reason"] = "urgent order" }, "worker", second);
            if (alone.Verdict == Verdict.Completed) return ("a limit was released by one person", null);
            tally.Add("refused " + alone.Refusal!.Code);
        }
        if (dice.In(8)) tally.Add("refused " + (await floor.Call("override", new JsonObject { ["job"] = job, ["reason"] = "  " }, "worker", "leader")).Refusal?.Code);
        var both = await floor.Call("override", new JsonObject { ["job"] = job, ["reason"] = "urgent order" }, "worker", "leader");
        if (both.Verdict != Verdict.Completed) return (Refused("override", both), null);
        if (!allowed) return ("what may not be released was released", null);
        tally.Add("released by two people");
        return await Sent();
    }

    private async Task<(string? Wrong, Effect.DeviceSend? Command)> Sent()
    {
        if (floor.Sent.Count == 0 || floor.Sent[^1].Device != machine) return ("the set-points did not leave for this machine", null);
        return (await MayStart() is { } early ? "before the machine answered: " + early : null, floor.Sent[^1]);
    }

    private async Task<string?> Machine(Effect.DeviceSend command)
    {
        var habit = dice.Of(Enum.GetValues<Habit>());
        tally.Add("machine " + habit);
        var sentAt = floor.Now;
        if (dice.In(30) && await Supersede() is { } wrong) return wrong;
        var asked = false;
        foreach (var (after, who, forJob, json) in new MachineTool(dice, world).Answers(command, habit).OrderBy(a => a.After))
        {
            if (!asked && after > TimeSpan.FromSeconds(5) && !dice.In(3)) (asked, _) = (true, await Deadline(sentAt));
            floor.Wait(sentAt + after - floor.Now);
            var outcome = await floor.Call("onReadback", new JsonObject
            {
                ["device"] = who, ["series"] = "readback", ["seq"] = 1, ["at"] = "x",
                ["value"] = dice.In(50) && habit == Habit.Garbage ? JsonValue.Create("text") : new JsonObject { ["job"] = forJob, ["readback"] = JsonNode.Parse(json) },
            }, "system");
            if (outcome.Verdict != Verdict.Completed) return Refused("read-back", outcome);
            heard.Add(new Heard(who, forJob, floor.Now, json));
            Note(JsonElement.Parse(outcome.Result));
            if (await MayStart() is { } early) return $"{habit}: {early}";
        }
        if (!asked) await Deadline(sentAt);
        return await MayStart() is { } end ? $"{habit}: {end}" : Alive(habit);
    }

    /// <summary>The app's own later call, five seconds after the set-points left.</summary>
    private async Task<bool> Deadline(DateTimeOffset sentAt)
    {
        floor.Wait(sentAt + TimeSpan.FromSeconds(5) - floor.Now);
        var outcome = await floor.Call("checkReadback", JsonNode.Parse(floor.Jobs[^1].Input)!, "system");
        Note(JsonElement.Parse(outcome.Result));
        return true;
    }

    /// <summary>Another download reaches the machine first; what it held before counts no more.</summary>
    private async Task<string?> Supersede()
    {
        var other = await floor.Call("onScan", new JsonObject { ["code"] = World.Tag, ["machine"] = machine });
        var later = JsonElement.Parse(other.Result);
        if (later.GetProperty("answer").GetString() != "green") return null;
        await floor.Call("confirm", new JsonObject { ["job"] = later.GetProperty("job").GetString() });
        if (floor.Job(job).GetProperty("state").GetString() != "BLOCKED") return "an older download is still live on its machine";
        tally.Add("reason " + floor.Job(job).GetProperty("reason").GetString());
        return null;
    }

    /// <summary>Holds the app's own word against the rule told a second time.</summary>
    private async Task<string?> MayStart()
    {
        var outcome = await floor.Call("mayStart", new JsonObject { ["job"] = job });
        var word = JsonElement.Parse(outcome.Result);
        var record = floor.Job(job);
        var state = record.GetProperty("state").GetString()!;
        tally.Add("state " + state);
        if (word.GetProperty("startable").GetBoolean() != state is "READBACK_OK" or "LOCKED") return $"mayStart and the state {state} differ";
        if (!word.GetProperty("startable").GetBoolean()) return null;
        var recipe = world.Versions.Single(v => v.Id == record.GetProperty("recipe").GetString());
        var objection = Checker.Objection(recipe, machine, job, record.GetProperty("sentAt").GetDateTimeOffset(), heard, world);
        return objection is null ? null : "startable, but " + objection;
    }

    /// <summary>A machine that did right is believed: an app that blocks everything keeps no promise either.</summary>
    private string? Alive(Habit habit)
    {
        var record = floor.Job(job);
        var state = record.GetProperty("state").GetString();
        if (record.TryGetProperty("reason", out var reason) && reason.GetString() == "job.superseded") return null;
        var right = habit is Habit.Honest or Habit.HonestAsNumbers or Habit.AtTheLimit or Habit.Twice or Habit.Shuffled or Habit.More;
        return right == (state == "LOCKED") ? null : $"{habit} ended as {state} {reason}";
    }

    private void Note(JsonElement result)
    {
        if (result.TryGetProperty("ignored", out var ignored)) tally.Add("ignored " + ignored.GetString());
        else if (result.TryGetProperty("reason", out var reason)) tally.Add("reason " + reason.GetString());
        else tally.Add("state " + result.GetProperty("state").GetString());
    }

    private string? Refused(string step, Outcome outcome)
    {
        if (outcome.Verdict != Verdict.Refused)
            return $"{step}: the app ended as {outcome.Verdict}: {string.Join(", ", outcome.Refusal?.Facts.Values ?? [])}";
        tally.Add("refused " + outcome.Refusal!.Code);
        return null;
    }

    /// <summary>An answer without what must differ from scan to scan.</summary>
    private static string Answer(Outcome outcome)
    {
        if (outcome.Verdict != Verdict.Completed) return outcome.Refusal!.Code;
        var body = JsonNode.Parse(outcome.Result)!.AsObject();
        body.Remove("job");
        return body.ToJsonString();
    }
}
