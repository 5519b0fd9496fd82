namespace Marketplace.Domain.Finance;

/// <summary>What the commands take, in the host's subset of JSON Schema. Amounts are whole fen, days <c>yyyy-MM-dd</c>, rates millionths a year.</summary>
internal static class FinanceSchemas
{
    /// <summary>The largest amount: the largest face of a bill of the trade, a billion yuan.</summary>
    public const long MostFen = 100_000_000_000;

    private const string
        Day = """{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}""",
        Firm = """{"type":"string","pattern":"^[a-z][a-z0-9-]{1,30}$"}""",
        Id = """{"type":"string","pattern":"^[a-z0-9-]{1,64}$"}""",
        Number = """{"type":"string","pattern":"^[A-Za-z0-9./-]{1,40}$"}""",
        Words = """{"type":"string","minLength":1,"maxLength":400}""",
        Maybe = """{"type":"string","maxLength":400}""",
        Fen = """{"type":"integer","minimum":1,"maximum":100000000000}""",
        Ppm = """{"type":"integer","minimum":0,"maximum":1000000}""",
        Line = """{"type":"integer","minimum":1,"maximum":9999}""",
        Code = """{"type":"string","pattern":"^[0-9A-Z]{18}$"}""",
        Reference = """{"type":"object","required":["reference"],"additionalProperties":false,"properties":{"reference":""" + Words + "}}",
        Less = """{"type":"object","required":["fen","reason"],"additionalProperties":false,"properties":{"fen":""" + Fen + ""","reason":""" + Words + "}}",
        Limit = """{"type":"object","required":["limitFen"],"additionalProperties":false,"properties":{"limitFen":""" + Fen + "}}",
        Reason = """{"type":"object","required":["reason"],"additionalProperties":false,"properties":{"reason":""" + Words + "}}",
        Nothing = """{"type":"object","additionalProperties":false}""",
        Numbered = """{"type":"object","required":["number","fen"],"additionalProperties":false,"properties":{"number":""" + Number + ""","fen":""" + Fen + "}}",
        Invoices = """{"type":"array","minItems":1,"maxItems":50,"items":{"type":"object","required":["number","line","fen"],"additionalProperties":false,"properties":{"""
            + """ "number":{"type":"string","pattern":"^([0-9]{20}|[0-9]{10,12}-[0-9]{8})$"},"line":""" + Line + ""","fen":""" + Fen + "}}}";

    private static readonly Dictionary<(string, string), string> schemas = new()
    {
        [(FinanceCollections.CallOffs, "publish")] = Of(["order", "seller", "lines"], ("order", Number), ("seller", Firm), ("lines", List(1, 50,
            Of(["part", "quantity", "priceFen", "due"], ("part", Words), ("quantity", """{"type":"integer","minimum":1,"maximum":1000000}"""),
                ("priceFen", """{"type":"integer","minimum":1,"maximum":100000000}"""), ("due", Day))))),
        [(FinanceCollections.Deliveries, "ship")] = Of(["calloff", "note", "asn", "lines"], ("calloff", Id), ("note", Number), ("asn", Number), ("lines", List(1, 50,
            Of(["line", "quantity"], ("line", Line), ("quantity", """{"type":"integer","minimum":1,"maximum":1000000}"""), ("lot", Maybe))))),
        [(FinanceCollections.Deliveries, "receive")] = Of(["lines"], ("lines", List(1, 50,
            Of(["line", "accepted"], ("line", Line), ("accepted", """{"type":"integer","minimum":0,"maximum":1000000}"""), ("reason", Maybe))))),
        [(FinanceCollections.Statements, "draw")] = Of(["debtor", "month"], ("debtor", Firm), ("month", """{"type":"string","pattern":"^[0-9]{4}-(0[1-9]|1[0-2])$"}""")),
        [(FinanceCollections.Statements, "return")] = Reason,
        [(FinanceCollections.Receivables, "draft")] = Of([], ("statement", Id), ("debtor", Firm), ("order", Numbered), ("receipt", Numbered)),
        [(FinanceCollections.Receivables, "evidence")] = Of(["creditCode", "invoices"], ("creditCode", Code), ("invoices", Invoices)),
        [(FinanceCollections.Receivables, "confirm")] = Of(["due"], ("due", Day), ("reason", """{"enum":["contract","season","equipment","retention"]}""")),
        [(FinanceCollections.Receivables, "dispute")] = Reason,
        [(FinanceCollections.Receivables, "resolve")] = Less,
        [(FinanceCollections.Receivables, "dilute")] = Less,
        [(FinanceCollections.Receivables, "settle")] = Reference,
        [(FinanceCollections.Vouchers, "issue")] = Of(["receivable", "line"], ("receivable", Id), ("line", Id), ("terms", Maybe)),
        [(FinanceCollections.Vouchers, "pay")] = Reference,
        [(FinanceCollections.Lots, "split")] = Of(["parts"], ("parts", List(2, 100, Fen))),
        [(FinanceCollections.Lots, "offer")] = Of(["to"], ("to", Firm)),
        [(FinanceCollections.Lots, "repurchase")] = Reference,
        [(FinanceCollections.Lots, "freeze")] = Reference,
        [(FinanceCollections.Financings, "apply")] = Of(["funders"], ("lot", Id), ("receivable", Id), ("creditCode", Code), ("invoices", Invoices),
            ("funders", List(1, 8, Firm)), ("recourse", """{"type":"boolean"}""")),
        [(FinanceCollections.Financings, "check")] = Of(["register"], ("register", Words), ("cleared", Maybe)),
        [(FinanceCollections.Financings, "quote")] = Of(["ratePpm", "feeFen"], ("ratePpm", Ppm), ("feeFen", """{"type":"integer","minimum":0,"maximum":100000000000}"""),
            ("basis", """{"enum":["ACT/360","ACT/365F","30/360","30E/360"]}"""), ("payOn", Day), ("line", Id)),
        [(FinanceCollections.Financings, "accept")] = Of([], ("funder", Firm)),
        [(FinanceCollections.Financings, "register")] = Reference,
        [(FinanceCollections.Financings, "disburse")] = Of(["reference"], ("reference", Words), ("paidOn", Day)),
        [(FinanceCollections.Financings, "repay")] = Reference,
        [(FinanceCollections.Lines, "propose")] = Of(["firm", "kind", "capFen"], ("firm", Firm), ("kind", """{"enum":["issuer","financing"]}"""), ("capFen", Fen),
            ("alphaPpm", Ppm), ("betaPpm", Ppm)),
        [(FinanceCollections.Lines, "approve")] = Limit,
        [(FinanceCollections.Lines, "reduce")] = """{"type":"object","required":["limitFen"],"additionalProperties":false,"properties":{"limitFen":{"type":"integer","minimum":0,"maximum":100000000000}}}""",
    };

    /// <summary>The schema of a command; one that takes nothing takes an empty object.</summary>
    public static string Of(string collection, string command) => schemas.GetValueOrDefault((collection, command), Nothing);

    private static string List(int least, int most, string items) => $$"""{"type":"array","minItems":{{least}},"maxItems":{{most}},"items":{{items}}}""";

    private static string Of(IReadOnlyList<string> required, params ReadOnlySpan<(string Name, string Schema)> properties)
    {
        var parts = new List<string>();
        foreach (var (name, schema) in properties) parts.Add($"\"{name}\":{schema}");
        var needs = required.Count == 0 ? "" : $"\"required\":[{string.Join(',', required.Select(static one => $"\"{one}\""))}],";
        return $"{{\"type\":\"object\",{needs}\"additionalProperties\":false,\"properties\":{{{string.Join(',', parts)}}}}}";
    }
}
