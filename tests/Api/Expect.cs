using System.Text.Json;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api;

/// <summary>What every answer of a kind has in common.</summary>
internal static class Expect
{
    /// <summary>A good answer in JSON.</summary>
    public static JsonElement Ok(Reply reply, int status = 200)
    {
        Assert.True(reply.Status == status, reply.ToString());
        Assert.Equal("application/json", reply.Header("Content-Type"));
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        return reply.Json;
    }

    /// <summary>A refusal: problem+json with the code, its facts, and a sentence that is more than the code.</summary>
    public static Reply Refused(Reply reply, int status, string code)
    {
        Assert.True(reply.Status == status && reply.Code == code, $"{status} {code} is expected, and this came: {reply}");
        Assert.Equal("application/problem+json", reply.Header("Content-Type"));
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        var body = reply.Json;
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", body.GetProperty("type").GetString());
        Assert.NotEqual("", body.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Object, body.GetProperty("facts").ValueKind);
        Assert.NotEqual("", body.GetProperty("detail").GetString());
        return reply;
    }

    /// <summary>A refusal of what was sent, with the place of the fault.</summary>
    public static void Pointed(Reply reply, string pointer, string code = "input.invalid") =>
        Assert.Equal(pointer, Refused(reply, 400, code).Fact("pointer"));

    /// <summary>A cost in whole micro-yuan, which add up.</summary>
    public static long Cost(JsonElement cost)
    {
        Assert.Equal("CNY", cost.GetProperty("currency").GetString());
        var total = cost.GetProperty("total").GetInt64();
        Assert.Equal(total, cost.GetProperty("platform").GetInt64() + cost.GetProperty("publisher").GetInt64() + cost.GetProperty("resources").GetInt64());
        return total;
    }
}
