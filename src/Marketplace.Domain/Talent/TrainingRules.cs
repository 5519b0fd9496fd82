using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Trainings: a firm sends somebody, the provider teaches and assesses, a certificate comes of it for the operator to verify. Policy
/// parameter <c>passScore</c> (60).</summary>
internal static class TrainingRules
{
    /// <summary>What a command on a training comes to.</summary>
    public static Answer<ResourceDecision> Decide(Ask ask)
    {
        if (ask.Command.Name == "enrol") return Enrol(ask);
        var training = ask.Thing.As<Training>();
        return ask.Command.Name switch
        {
            "attend" => ask.Turn("ATTENDING", training),
            "assess" => ask.Turn("ASSESSED", training with { Score = ask.Command.Read(TalentJson.Default.AssessInput).Score }),
            "certify" => training.Score < Pass(ask) ? Score(ask, training) : Certify(ask, training),
            "fail" => training.Score < Pass(ask) ? ask.Turn("FAILED", training) : Score(ask, training),
            _ => ask.Turn("WITHDRAWN", training),
        };
    }

    private static Answer<ResourceDecision> Enrol(Ask ask)
    {
        var input = ask.Command.Read(TalentJson.Default.EnrolInput);
        var period = ask.Period(input.Begins, input.Ends, "begins ends");
        if (period.Refusal is { } no) return no;
        var (begins, ends) = period.Must();
        return ask.Make("ENROLLED", new Training
        {
            Worker = input.Worker, Name = input.Name, Course = input.Course, Kind = input.Kind, Employer = ask.Command.Tenant, Provider = input.Provider,
            Begins = begins, Ends = ends, ValidMonths = input.ValidMonths,
        }, [new Party(TalentParties.Employer, ask.Command.Tenant), new Party(TalentParties.Provider, input.Provider)], new Deadline(ends, "withdraw"), marks: [TalentMarks.Worker(input.Worker)]);
    }

    private static ResourceDecision Certify(Ask ask, Training training)
    {
        var name = new ResourceName(TalentCollections.Certificates, ask.Command.NewId(1));
        var after = ask.Thing with { State = "CERTIFIED", Body = training with { Certificate = name.Id }, Deadline = null };
        var cert = CertRules.New(name, new SkillCert
        {
            Worker = training.Worker, Name = training.Name, Kind = training.Kind, Number = $"T-{ask.Command.On.Id[..Math.Min(12, ask.Command.On.Id.Length)]}", Employer = training.Employer,
            From = ask.Now, Until = ask.Now.AddMonths(training.ValidMonths), Evidence = $"{TalentCollections.Trainings}/{ask.Command.On.Id}",
        });
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, ask.Command.Name), new ResourcePut(cert, "submit")], Events = [Ask.Tell(after, ask.Command.Name), Ask.Tell(cert, "submit")],
        };
    }

    private static long Pass(Ask ask) => ask.Policy.Number("passScore", 60);

    private static Refusal Score(Ask ask, Training training) => Refusal.Of(Codes.TalentScore, ("score", training.Score), ("pass", Pass(ask)));
}
