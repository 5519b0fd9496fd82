using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Egress;
using Marketplace.Domain.Invocations;

namespace Marketplace.Grains.Egress;

/// <summary>Who speaks to the world, and in which call.</summary>
internal sealed record EgressCall(string Tenant, string App, Manifest Manifest, string Invocation);

/// <summary>The only way of an app to the world: declared hosts, public addresses, redirects looked at like first addresses, bounds on all of it. A
/// request is sent at most once, unless this silo dies before the answer is kept.</summary>
internal sealed class EgressGateway : IDisposable
{
    private readonly FrozenSet<string> inside;
    private readonly IAppSecrets secrets;
    private readonly HttpMessageInvoker http;

    public EgressGateway(EgressSetup setup, IAppSecrets secrets, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        this.secrets = secrets;
        inside = setup.Inside.Keys.ToFrozenSet(StringComparer.Ordinal);
        http = new HttpMessageInvoker(new EgressDoor(setup, resolve).Handler());
    }

    /// <summary>Sends a request; <paramref name="number"/> is its place among those of its call.</summary>
    public async Task<HostAnswer> Fetch(EgressCall call, int number, byte[] args, CancellationToken cancel)
    {
        using var given = JsonDocument.Parse(args);
        var read = EgressRules.Read(given.RootElement, call.Manifest, inside);
        if (!read.Ok) return HostAnswer.No(read.Refusal!);
        var request = read.Must();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(request.Patience);
        try
        {
            return await Follow(call, number, request, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Unreachable(request, "no answer in time");
        }
        catch (HttpRequestException lost)
        {
            return lost.InnerException is AddressRefusedException
                ? HostAnswer.No(Refusal.Of(Codes.EgressAddress, ("host", request.Url.IdnHost)))
                : Unreachable(request, Words(lost.HttpRequestError));
        }
        catch (IOException)
        {
            return Unreachable(request, "the connection broke");
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<HostAnswer> Follow(EgressCall call, int number, EgressRequest request, CancellationToken cancel)
    {
        for (var redirects = 0; ; redirects++)
        {
            var message = await Message(call, number, request);
            if (!message.Ok) return HostAnswer.No(message.Refusal!);
            using var sent = message.Must();
            using var response = await http.SendAsync(sent, cancel);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return await EgressAnswers.Of(response, cancel);
            if (redirects == EgressRules.Redirects) return Unreachable(request, "too many redirects");
            var next = EgressRules.Redirected(request, (int)response.StatusCode, location.OriginalString, call.Manifest, inside);
            if (!next.Ok) return HostAnswer.No(next.Refusal!);
            request = next.Must();
        }
    }

    private async Task<Answer<HttpRequestMessage>> Message(EgressCall call, int number, EgressRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url) { Version = HttpVersion.Version11 };
        if (request.Body.Length > 0) message.Content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        foreach (var header in request.Headers)
        {
            var value = await Value(call, header);
            if (!value.Ok)
            {
                message.Dispose();
                return value.Refusal!;
            }
            if (message.Headers.TryAddWithoutValidation(header.Name, value.Must()) || message.Content is null) continue;
            message.Content.Headers.Remove(header.Name);
            message.Content.Headers.TryAddWithoutValidation(header.Name, value.Must());
        }
        message.Headers.TryAddWithoutValidation("User-Agent", "marketplace");
        message.Headers.TryAddWithoutValidation("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"{call.Invocation}-{number}"));
        return message;
    }

    private async Task<Answer<string>> Value(EgressCall call, EgressHeader header)
    {
        var value = "";
        foreach (var part in header.Parts)
        {
            var text = part.IsSecret ? await secrets.Open(call.Tenant, call.App, part.Text) : part.Text;
            if (text is null) return Refusal.Of(Codes.SecretUnknown, ("name", part.Text));
            value += text;
        }
        return value;
    }

    private static HostAnswer Unreachable(EgressRequest request, string why) =>
        HostAnswer.No(Refusal.Of(Codes.EgressUnreachable, ("host", request.Url.IdnHost), ("why", why)));

    private static string Words(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the name is not known",
        HttpRequestError.ConnectionError => "nobody listens there",
        HttpRequestError.SecureConnectionError => "its certificate is not trusted",
        _ => "the connection broke",
    };
}
