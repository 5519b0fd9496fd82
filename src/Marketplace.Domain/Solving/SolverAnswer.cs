using System.Text.Json.Serialization;

namespace Marketplace.Domain.Solving;

/// <summary>One line out of the solver process. Lines come as plans get better; the last one has <see cref="Final"/>.</summary>
public sealed record SolverAnswer
{
    /// <summary>True for the last line.</summary>
    public bool Final { get; init; }

    /// <summary>Seconds of the box used so far.</summary>
    public double Seconds { get; init; }

    /// <summary>Steps of the search so far.</summary>
    public long Steps { get; init; }

    /// <summary>The answer to a <see cref="SolverRequest.Routing"/>.</summary>
    public RoutingPlan? Routing { get; init; }

    /// <summary>The answer to a <see cref="SolverRequest.Assignment"/>.</summary>
    public AssignmentPlan? Assignment { get; init; }

    /// <summary>The answer to a <see cref="SolverRequest.Roster"/>.</summary>
    public RosterPlan? Roster { get; init; }

    /// <summary>Why the request was not worked on.</summary>
    public SolverRefusal? Refusal { get; init; }
}

/// <summary>A request that is wrong.</summary>
/// <param name="At">Where in the request, as a path of JSON names.</param>
/// <param name="Fault">What is wrong there, in English, for whoever wrote the request.</param>
public sealed record SolverRefusal(string At, string Fault);

/// <summary>The crossing form of requests and answers: camelCase, unknown and doubled names refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(SolverRequest))]
[JsonSerializable(typeof(SolverAnswer))]
[JsonSerializable(typeof(RoutingPlan))]
public sealed partial class SolvingJson : JsonSerializerContext;
