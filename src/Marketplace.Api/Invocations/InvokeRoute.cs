using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Marketplace.Api.Http;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Api.Invocations;

/// <summary>Calls a function of an install. The hottest route: input and result pass as the bytes they are.</summary>
internal static class InvokeRoute
{
    private const int NameLongest = 40;

    public static async Task Call(Exchange x)
    {
        var order = await Order(x);
        if (order.Refusal is { } no)
        {
            await Problems.Write(x.Http, x.Caller.Culture, no);
            return;
        }
        var answer = await x.Grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Invoke(x.Caller, order.Must());
        if (answer.Refusal is { } refused) await Problems.Write(x.Http, x.Caller.Culture, refused);
        else await Write(x, answer.Must());
    }

    private static async ValueTask<Answer<InvokeOrder>> Order(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.App is not { } app) return Exchange.Nothing("install");
        var function = x.Route("name");
        if (function.Length is 0 or > NameLongest) return Refusal.Of(Codes.FunctionUnknown, ("function", Short(function)));
        if (x.Flag("dryRun") is not { } dryRun) return Commands.Invalid("?dryRun", "boolean", "true or false");
        var input = await Bodies.Json(x.Http.Request, Limits.FunctionBody, x.Cancel);
        if (input.Refusal is { } unfit) return unfit;
        return new InvokeOrder
        {
            App = app, Function = function, Input = input.Must(), DryRun = dryRun,
            SecondSignature = x.Http.Request.Headers["Second-Signature"].ToString(),
            Repeatable = x.Http.Request.Headers.ContainsKey(OperationKeys.Header),
        };
    }

    private static Task Write(Exchange x, InvokeReceipt receipt)
    {
        var headers = x.Http.Response.Headers;
        headers["Marketplace-Cost"] = receipt.Cost.Total.ToString(CultureInfo.InvariantCulture);
        if (receipt.Replayed) headers["Marketplace-Replayed"] = "true";
        return receipt.Refused is { } refused
            ? Problems.Write(x.Http, x.Caller.Culture, refused, receipt.Invocation, receipt.Cost)
            : Raw.Write(x, Body(receipt));
    }

    /// <summary>One exact array: what stands before the result, the result's own bytes, what stands after it.</summary>
    private static byte[] Body(InvokeReceipt receipt)
    {
        var result = receipt.Result.Length > 0 ? receipt.Result : "null"u8.ToArray();
        Span<byte> tail = stackalloc byte[512];
        var cost = receipt.Cost;
        if (!Utf8.TryWrite(tail, CultureInfo.InvariantCulture,
            $",\"invocation\":\"{receipt.Invocation}\",\"cost\":{{\"total\":{cost.Total},\"platform\":{cost.Platform},\"publisher\":{cost.Publisher},\"resources\":{cost.Resources},\"currency\":\"CNY\"}}{(receipt.DryRun ? ",\"dryRun\":true" : "")}}}",
            out var tailLength)) throw new InvalidOperationException("An invocation id is longer than it can be.");
        var head = "{\"result\":"u8;
        var body = new byte[head.Length + result.Length + tailLength];
        head.CopyTo(body);
        result.CopyTo(body.AsSpan(head.Length));
        tail[..tailLength].CopyTo(body.AsSpan(head.Length + result.Length));
        return body;
    }

    private static string Short(string name) => name.Length <= NameLongest ? name : name[..NameLongest];
}
