using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>Every state of every document against every step: what is not written here is refused, and the refusal names the state.</summary>
public sealed class StateTests(ITestOutputHelper output)
{
    private static readonly (string Kind, string Function, string Input, string[] From)[] steps =
    [
        ("callOff", "planDelivery", """{"callOff":"o1"}""", ["open"]),
        ("callOff", "closeCallOff", """{"callOff":"o1","reason":"changed"}""", ["open"]),
        ("delivery", "pack", """{"line":"l1","perBox":"5"}""", ["draft"]),
        ("delivery", "dropLine", """{"line":"l1"}""", ["draft"]),
        ("delivery", "ship", """{"delivery":"d1"}""", ["draft", "loading"]),
        ("delivery", "cancelDelivery", """{"delivery":"d1","reason":"changed"}""", ["draft", "loading"]),
        ("delivery", "sign", """{"delivery":"d1","signedBy":"keeper"}""", ["shipped"]),
        ("delivery", "difference", """{"line":"l1","kind":"short","qty":"1","reason":"counted","bearer":"us"}""", ["shipped", "received"]),
        ("statement", "sendStatement", """{"statement":"t1"}""", ["draft", "disputed"]),
        ("statement", "dispute", """{"statement":"t1","reason":"price"}""", ["sent"]),
        ("statement", "agree", """{"statement":"t1","agreedWith":"buyer"}""", ["sent"]),
        ("statement", "invoice", """{"statement":"t1","invoiceNo":"FP-1"}""", ["agreed"]),
        ("statement", "allocate", """{"payment":"m1","statement":"DZ-1","amount":10000}""", ["invoiced", "partPaid"]),
        ("statement", "correct", """{"line":"n1","price":1,"reason":"price"}""", ["draft", "disputed", "agreed", "invoiced", "partPaid", "paid"]),
        ("payment", "allocate", """{"payment":"m1","statement":"DZ-1","amount":10000}""", ["open"]),
        ("payment", "reversePayment", """{"payment":"m1","reason":"not ours"}""", ["open"]),
    ];

    [Fact]
    public async Task A_step_is_taken_from_the_states_it_is_meant_for_and_from_no_other()
    {
        var package = Packages.Read("apps/auto/delivery");
        using var kernel = new Kernel();
        var (cells, allowed) = (0, 0);
        foreach (var (kind, function, input, from) in steps)
        {
            Assert.Empty(from.Except(package.Manifest.Entities[kind].Fields["state"].Enum));
            foreach (var state in package.Manifest.Entities[kind].Fields["state"].Enum)
            {
                var shop = Standing(new Shop(kernel, package), kind, state);
                var outcome = await shop.Call(function, JsonNode.Parse(input)!.AsObject(), "leader", "leader");
                var right = from.Contains(state) ? outcome.Verdict == Verdict.Completed : outcome.Refusal?.Code == kind + ".state" && outcome.Refusal.Facts["state"] == package.Script.Locales["en"]["state." + state];
                Assert.True(right, $"{function} from {state}: {outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts.Values ?? [])}");
                (cells, allowed) = (cells + 1, allowed + (from.Contains(state) ? 1 : 0));
            }
        }
        output.WriteLine($"{cells} cells, {allowed} of them allowed");
    }

    /// <summary>One of everything; the one in question in its state, the others where they hinder nothing.</summary>
    private static Shop Standing(Shop shop, string kind, string state)
    {
        shop.Now = new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);
        string At(string of, string otherwise) => of == kind ? state : otherwise;
        void Put(string entity, string body) => shop.Put(entity, JsonNode.Parse(body)!.AsObject());
        const string Whose = "\"customer\":\"c1\",\"customerName\":\"C\"", What = "\"partCode\":\"P\",\"partName\":\"P\"";
        Put("firm", """{"name":"F","gs1Prefix":"9521234"}""");
        Put("customer", """{"id":"c1","code":"C","name":"C"}""");
        Put("part", """{"id":"p1","code":"P","name":"P"}""");
        Put("price", "{\"key\":\"k\"," + Whose + ",\"part\":\"p1\"," + What + ",\"from\":\"2026-01-01\",\"price\":1000000,\"taxRate\":\"13\",\"by\":\"x\"}");
        Put("callOff", "{\"id\":\"o1\",\"number\":\"YH-1\"," + Whose + ",\"part\":\"p1\"," + What + ",\"qty\":\"20\",\"due\":\"2026-11-30\",\"dueMonth\":\"2026-11\",\"underway\":\"" + (kind == "callOff" ? "0" : "10") + "\",\"taken\":\"0\",\"state\":\"" + At("callOff", "open") + "\",\"by\":\"x\"}");
        Put("delivery", "{\"id\":\"d1\",\"number\":\"SH-1\"," + Whose + ",\"plannedOn\":\"2026-11-24\",\"shippedOn\":\"2026-11-24\",\"receivedOn\":\"2026-11-24\",\"state\":\"" + At("delivery", "cancelled") + "\",\"lines\":1,\"boxes\":0,\"loaded\":0,\"checked\":0,\"differences\":0,\"by\":\"x\"}");
        Put("deliveryLine", "{\"id\":\"l1\",\"key\":\"SH-1/1\",\"delivery\":\"d1\",\"deliveryNo\":\"SH-1\",\"no\":1,\"customer\":\"c1\",\"callOff\":\"o1\",\"callOffNo\":\"YH-1\",\"part\":\"p1\"," + What + ",\"qty\":\"10\",\"boxes\":0,\"less\":\"0\",\"more\":\"0\",\"price\":1000000,\"taxRate\":\"13\",\"dropped\":false}");
        Put("statement", "{\"id\":\"t1\",\"number\":\"DZ-1\",\"key\":\"C/2026-10\"," + Whose + ",\"period\":\"2026-10\",\"closesOn\":\"2026-10-31\",\"sentOn\":\"2026-11-02\",\"dueOn\":\"2026-11-20\",\"state\":\"" + At("statement", "invoiced") + "\",\"lines\":1,\"net\":10000000,\"tax\":1300000,\"gross\":11300000,\"paid\":0,\"sends\":0,\"by\":\"x\"}");
        Put("statementLine", "{\"id\":\"n1\",\"key\":\"DZ-1/1\",\"no\":1,\"statement\":\"t1\",\"statementNo\":\"DZ-1\",\"customer\":\"c1\",\"period\":\"2026-10\",\"kind\":\"delivery\",\"on\":\"2026-10-10\",\"deliveryLine\":\"l1\",\"deliveryNo\":\"SH-1\"," + What + ",\"qty\":\"10\",\"price\":1000000,\"taxRate\":\"13\",\"net\":10000000,\"tax\":1300000,\"gross\":11300000,\"by\":\"x\"}");
        Put("payment", "{\"id\":\"m1\",\"number\":\"SK-1\"," + Whose + ",\"paidOn\":\"2026-11-20\",\"amount\":5000000,\"used\":0,\"method\":\"transfer\",\"state\":\"" + At("payment", "open") + "\",\"entries\":0,\"by\":\"x\"}");
        return shop;
    }
}
