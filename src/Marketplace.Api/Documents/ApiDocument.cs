using System.Text.Json.Nodes;
using Marketplace.Api.Http;
using Marketplace.Domain;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Marketplace.Api.Documents;

/// <summary>Fills the OpenAPI document from the notes beside the routes.</summary>
internal static class ApiDocument
{
    private const string Problem = "Problem";
    private const string Json = "application/json";
    private static readonly string[] Everywhere = [Codes.SignInNeeded, Codes.RateLimited, Codes.HostBusy, Codes.Unavailable, Codes.HostFault];

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<RouteNote>().Any();
        options.AddOperationTransformer(Describe);
        options.AddDocumentTransformer(Introduce);
    }

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Marketplace of a sector brain", Version = "v1",
            Description = "Apps, installs, calls, records and devices. Money is integer micro-yuan (CNY). Times are UTC. Refusals are problem+json with a `code`, its `facts` and a sentence in the language of Accept-Language. Every command takes an Idempotency-Key and names it in the answer.",
        };
        document.Servers = [];
        document.AddComponent("bearer", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An opaque token; the firm comes from it, never from the route.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var note = context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteNote>().Single();
        operation.OperationId = OperationId(note);
        operation.Tags = new HashSet<OpenApiTagReference> { new(note.Room, context.Document) };
        (operation.Summary, operation.Description) = (note.Summary, note.Description.Length > 0 ? note.Description : null);
        operation.Parameters = [.. Parameters(note)];
        operation.RequestBody = note.Body is null ? null : await Body(note, context, cancel);
        operation.Responses = await Responses(note, context, cancel);
    }

    private static IEnumerable<IOpenApiParameter> Parameters(RouteNote note)
    {
        foreach (var name in PathNames(note.Pattern)) yield return Parameter(name, ParameterLocation.Path, "string", "", required: true);
        foreach (var (name, kind, words) in note.Queries) yield return Parameter(name, ParameterLocation.Query, kind, words);
        yield return Parameter("brain", ParameterLocation.Query, "string", "One of your brains, when your firm belongs to several.");
        foreach (var (name, words) in note.Headers) yield return Parameter(name, ParameterLocation.Header, "string", words);
        if (note.Method != "GET")
            yield return Parameter(OperationKeys.Header, ParameterLocation.Header, "string", "1 to 200 visible ASCII characters; the same key and body get the same answer. Made and returned when absent.");
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation where, string kind, string words, bool required = false) => new()
    {
        Name = name, In = where, Required = required, Description = words.Length > 0 ? words : null,
        Schema = new OpenApiSchema { Type = kind switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String } },
    };

    private static async Task<OpenApiRequestBody> Body(RouteNote note, OpenApiOperationTransformerContext context, CancellationToken cancel) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [note.BodyKind] = new OpenApiMediaType
            {
                Schema = note.BodyKind == Json ? await Schema(note.Body!, context, cancel)
                    : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            },
        },
    };

    private static async Task<OpenApiResponses> Responses(RouteNote note, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var responses = new OpenApiResponses();
        var good = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(note.Status) };
        if (note.Answer is not null)
            good.Content = new Dictionary<string, OpenApiMediaType> { [Json] = new OpenApiMediaType { Schema = await Schema(note.Answer, context, cancel) } };
        responses[note.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = good;
        if (note is { Status: 201, Pattern: "/installs" }) responses["200"] = new OpenApiResponse { Description = "The app was there already.", Content = good.Content };
        var problem = ProblemSchema(context.Document!);
        foreach (var status in note.Codes.Concat(Everywhere).Distinct(StringComparer.Ordinal).GroupBy(Codes.StatusOf).OrderBy(group => group.Key))
        {
            responses[status.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(", ", status.Select(code => $"`{code}`")),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = problem } },
            };
        }
        return responses;
    }

    /// <summary>Named shapes live in the document's components once; bare JSON stays where it is used.</summary>
    private static async Task<IOpenApiSchema> Schema(Type type, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (type == typeof(System.Text.Json.JsonElement)) return new OpenApiSchema();
        var name = type.Name;
        if (context.Document!.Components?.Schemas?.ContainsKey(name) != true)
            context.Document.AddComponent(name, await context.GetOrCreateSchemaAsync(type, null, cancel));
        return new OpenApiSchemaReference(name, context.Document);
    }

    private static OpenApiSchemaReference ProblemSchema(OpenApiDocument document)
    {
        static OpenApiSchema Of(JsonSchemaType type, string words) => new() { Type = type, Description = words };
        if (document.Components?.Schemas?.ContainsKey(Problem) != true)
        {
            document.AddComponent(Problem, new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "type", "title", "status", "detail", "code", "facts" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["type"] = Of(JsonSchemaType.String, "about:blank; the code says which problem it is."),
                    ["title"] = Of(JsonSchemaType.String, "The status in words."),
                    ["status"] = Of(JsonSchemaType.Integer, "The HTTP status."),
                    ["detail"] = Of(JsonSchemaType.String, "A sentence in the caller's language."),
                    ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A code of the platform, or an app's own.", Examples = [.. Codes.Status.Keys.Order(StringComparer.Ordinal).Select(code => (JsonNode)code)] },
                    ["facts"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(JsonSchemaType.String, "A fact.") },
                    ["invocation"] = Of(JsonSchemaType.String, "The call that was refused."),
                    ["cost"] = Of(JsonSchemaType.Object, "What it cost nevertheless, in micro-yuan."),
                    ["traceId"] = Of(JsonSchemaType.String, "For a question to the operator."),
                },
            });
        }
        return new OpenApiSchemaReference(Problem, document);
    }

    private static IEnumerable<string> PathNames(string pattern) =>
        pattern.Split('{').Skip(1).Select(part => part[..part.IndexOf('}')]);

    private static string OperationId(RouteNote note)
    {
        var words = note.Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('{', '}'));
        return note.Method.ToLowerInvariant() + string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
