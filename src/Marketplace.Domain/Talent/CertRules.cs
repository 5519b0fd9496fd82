using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Certificates: handed in by a firm, looked at by the operator, over by their date.</summary>
internal static class CertRules
{
    /// <summary>True when it counts for a whole period: verified (the last days before its end included) and valid from its beginning to its end.</summary>
    public static bool Holds(Resource cert, DateTimeOffset from, DateTimeOffset until) =>
        cert.State is "VERIFIED" or "EXPIRING" && cert.As<SkillCert>() is var body && body.From <= from && until <= body.Until;

    /// <summary>True when the person is the firm's own by a verified labour contract.</summary>
    public static bool Employs(IEnumerable<Resource> certs, string worker, string firm, DateTimeOffset at) =>
        certs.Any(one => one.As<SkillCert>() is { Kind: SkillCert.Contract } body && body.Worker == worker && body.Employer == firm && Holds(one, at, at));

    /// <summary>The first needed kind that a person lacks for a period, as a refusal; or null.</summary>
    public static Refusal? Lacks(IReadOnlyList<string> needs, IReadOnlyList<Resource> certs, DateTimeOffset from, DateTimeOffset until)
    {
        foreach (var need in needs)
        {
            var held = certs.Where(one => one.As<SkillCert>().Kind == need).ToList();
            if (held.Any(one => Holds(one, from, until))) continue;
            var best = held.Where(static one => one.State is "VERIFIED" or "EXPIRING").OrderByDescending(static one => one.As<SkillCert>().Until).FirstOrDefault();
            return Refusal.Of(Codes.TalentCertificate, ("kind", need), ("until", best?.As<SkillCert>().Until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        }
        return null;
    }

    /// <summary>What a command on a certificate comes to.</summary>
    public static Answer<ResourceDecision> Decide(Ask ask)
    {
        if (ask.Command.Name == "submit")
        {
            var input = ask.Command.Read(TalentJson.Default.CertInput);
            var period = ask.Period(input.From, input.Until, "from until");
            if (period.Refusal is { } no) return no;
            var (from, until) = period.Must();
            return Submitted(ask, new SkillCert
            {
                Worker = input.Worker, Name = input.Name, Kind = input.Kind, Number = input.Number, Employer = ask.Command.Tenant,
                From = from, Until = until, Evidence = input.Evidence ?? "",
            });
        }
        var cert = ask.Thing.As<SkillCert>();
        switch (ask.Command.Name)
        {
            case "verify":
                if (cert.Until <= ask.Now) return Refusal.Of(Codes.TalentCertificate, ("kind", cert.Kind), ("until", cert.Until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
                return ask.Turn("VERIFIED", cert, new Deadline(cert.Until.AddDays(-ask.Policy.Number("expiringDays", 30)), "nearExpiry"));
            case "nearExpiry":
                return ask.Turn("EXPIRING", cert, new Deadline(cert.Until, "expire"));
            case "expire":
                return ask.Turn("EXPIRED", cert);
            default: // reject, revoke
                return ask.Turn(ask.Command.Name == "reject" ? "REJECTED" : "REVOKED", cert with { Why = ask.Command.Read(TalentJson.Default.WhyInput).Why ?? "" });
        }
    }

    /// <summary>A certificate that was handed in.</summary>
    public static ResourceDecision Submitted(Ask ask, SkillCert cert) => ask.Put(New(ask.Command.On, cert));

    /// <summary>The thing that is handed in.</summary>
    public static Resource New(ResourceName name, SkillCert cert) => new()
    {
        Name = name, State = "SUBMITTED", Body = cert, Parties = [new Party(TalentParties.Employer, cert.Employer)],
        Marks = [TalentMarks.Worker(cert.Worker)], Deadline = new Deadline(cert.Until, "expire"),
    };
}
