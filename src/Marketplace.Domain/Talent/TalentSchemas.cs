namespace Marketplace.Domain.Talent;

/// <summary>The schemas of what commands of shared work take. Instants are ISO 8601 with a zone.</summary>
internal static class TalentSchemas
{
    private const string Person = """{"type":"string","pattern":"^[A-Za-z0-9@._:/-]{1,80}$"}""";
    private const string Word = """{"type":"string","pattern":"^[a-z][A-Za-z0-9-]{0,39}$"}""";
    private const string Words = $$"""{"type":"array","maxItems":8,"items":{{Word}}}""";
    private const string Line = """{"type":"string","minLength":1,"maxLength":120}""";
    private const string Instant = """{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,3})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"}""";
    private const string Day = """{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}""";
    private const string Key = """{"type":"string","pattern":"^[a-z0-9-]{1,64}$"}""";
    private const string Fen = """{"type":"integer","minimum":1,"maximum":100000000000}""";
    private const string Count = """{"type":"integer","minimum":1,"maximum":50}""";
    private const string Minutes = """{"type":"integer","minimum":0,"maximum":960}""";

    private const string Site =
        $$$"""{"type":"object","required":["name","lat","lon"],"additionalProperties":false,"properties":{"name":{{{Line}}},"lat":{"type":"number","minimum":-90,"maximum":90},"lon":{"type":"number","minimum":-180,"maximum":180} } }""";

    private const string Cost =
        $$"""{"type":"object","required":["what","fen","evidence"],"additionalProperties":false,"properties":{"what":{{Line}},"fen":{{Fen}},"evidence":{{Line}} } }""";

    private const string Part =
        $$$"""{"type":"object","required":["title","shareBp"],"additionalProperties":false,"properties":{"title":{{{Line}}},"shareBp":{"type":"integer","minimum":1,"maximum":10000} } }""";

    private static readonly string why = Form("", $"\"why\":{Line}");

    private static readonly Dictionary<(string, string), string> byCommand = new()
    {
        [(TalentCollections.Certificates, "submit")] = Form("worker name kind number from until",
            $"\"worker\":{Person},\"name\":{Line},\"kind\":{Word},\"number\":{Line},\"from\":{Instant},\"until\":{Instant},\"evidence\":{Line}"),
        [(TalentCollections.Certificates, "reject")] = why,
        [(TalentCollections.Certificates, "revoke")] = why,
        [(TalentCollections.Requests, "post")] = Form("post people from until site answerBy",
            $"\"post\":{Line},\"needs\":{Words},\"people\":{Count},\"from\":{Instant},\"until\":{Instant},\"site\":{Site},\"answerBy\":{Instant}"),
        [(TalentCollections.Requests, "nominate")] = Form("worker name hourFen base", $"\"worker\":{Person},\"name\":{Line},\"hourFen\":{Fen},\"base\":{Site}"),
        [(TalentCollections.Requests, "offer")] = Form("candidate", $"\"candidate\":{Count}"),
        [(TalentCollections.Requests, "accept")] = Form("candidate", $"\"candidate\":{Count}"),
        [(TalentCollections.Requests, "pass")] = Form("candidate", $"\"candidate\":{Count}"),
        [(TalentCollections.Requests, "withdraw")] = Form("candidate", $"\"candidate\":{Count}"),
        [(TalentCollections.Agreements, "checkCover")] = Form("insurer policy on", $"\"insurer\":{Line},\"policy\":{Line},\"on\":{Day}"),
        [(TalentCollections.Agreements, "suspend")] = why,
        [(TalentCollections.Agreements, "returnEarly")] = why,
        [(TalentCollections.Agreements, "refuse")] = why,
        [(TalentCollections.Agreements, "terminate")] = why,
        [(TalentCollections.Agreements, "bill")] = Form("", $$"""
            "costs":{"type":"array","maxItems":50,"items":{{Cost}}}
            """),
        [(TalentCollections.Shifts, "open")] = Form("post start end breakMinutes site",
            $"\"post\":{Line},\"needs\":{Words},\"start\":{Instant},\"end\":{Instant},\"breakMinutes\":{Minutes},\"site\":{Site}"),
        [(TalentCollections.Shifts, "report")] = Form("worker name start end breakMinutes site",
            $"\"worker\":{Person},\"name\":{Line},\"start\":{Instant},\"end\":{Instant},\"breakMinutes\":{Minutes},\"site\":{Site}"),
        [(TalentCollections.Shifts, "offer")] = Form("agreement", $"\"agreement\":{Key}"),
        [(TalentCollections.Shifts, "decline")] = why,
        [(TalentCollections.Shifts, "cancel")] = why,
        [(TalentCollections.Shifts, "dispute")] = Form("minutes", $"\"minutes\":{Minutes},\"why\":{Line}"),
        [(TalentCollections.Shifts, "resolve")] = Form("minutes", $"\"minutes\":{Minutes},\"why\":{Line}"),
        [(TalentCollections.Gigs, "post")] = Form("title milestones bidsUntil doneBy", $$"""
            "title":{{Line}},"needs":{{Words}},"milestones":{"type":"array","minItems":1,"maxItems":12,"items":{{Part}}},"bidsUntil":{{Instant}},"doneBy":{{Instant}}
            """),
        [(TalentCollections.Gigs, "bid")] = Form("worker fen", $"\"worker\":{Person},\"fen\":{Fen}"),
        [(TalentCollections.Gigs, "award")] = Form("bid", $"\"bid\":{Count}"),
        [(TalentCollections.Gigs, "dispute")] = why,
        [(TalentCollections.Gigs, "rule")] = Form("goOn", $$"""
            "goOn":{"type":"boolean"},"why":{{Line}}
            """),
        [(TalentCollections.Trainings, "enrol")] = Form("worker name course kind provider begins ends validMonths",
            $$"""
            "worker":{{Person}},"name":{{Line}},"course":{{Line}},"kind":{{Word}},"provider":{"type":"string","pattern":"^[a-z][a-z0-9-]{1,30}$"},
            "begins":{{Instant}},"ends":{{Instant}},"validMonths":{"type":"integer","minimum":1,"maximum":120}
            """),
        [(TalentCollections.Trainings, "assess")] = Form("score", """
            "score":{"type":"integer","minimum":0,"maximum":100}
            """),
    };

    /// <summary>The schema, or null for a command that takes nothing.</summary>
    public static string? Of(string collection, string command) => byCommand.GetValueOrDefault((collection, command));

    private static string Form(string required, string properties)
    {
        var names = string.Join(",", required.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static name => $"\"{name}\""));
        return $$$"""{"type":"object","required":[{{{names}}}],"additionalProperties":false,"properties":{{{{properties}}}}}""";
    }
}
