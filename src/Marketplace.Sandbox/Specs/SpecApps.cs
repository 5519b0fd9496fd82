using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Specs;

/// <summary>Other apps as a spec gives them: <c>{ "call": "auto/oee.monthOutput", "input": {…}, "result": {…} }</c>, or <c>"refused"</c> with a code. The first
/// that fits answers; an input that is not given fits every one.</summary>
internal sealed class SpecApps(JsonElement given)
{
    /// <summary>The answer to a call.</summary>
    public HostAnswer Answer(byte[] args)
    {
        var asked = JsonElement.Parse(args);
        var (app, function) = (asked.GetProperty("app").GetString()!, asked.GetProperty("function").GetString()!);
        if (given.ValueKind == JsonValueKind.Array)
            foreach (var one in given.EnumerateArray().Where(one => one.GetProperty("call").GetString() == $"{app}.{function}"))
            {
                if (one.TryGetProperty("input", out var input) && JsonMatch.Difference(input, asked.GetProperty("input")) is not null) continue;
                if (one.TryGetProperty("refused", out var code)) return HostAnswer.No(Refusal.Of(code.GetString()!));
                return HostAnswer.Of(one.TryGetProperty("result", out var result) ? Encoding.UTF8.GetBytes(result.GetRawText()) : "null"u8.ToArray(), 0);
            }
        return HostAnswer.No(Refusal.Of(Codes.NotFound, ("what", "install"), ("app", app)));
    }
}
