using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Internal.Retries;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>Sends a call's HTTP request, and again as its schedule says, until responses begin or a status is final.</summary>
internal sealed class CallAttempts(GrpcChannel channel, IMethod method, CallOptions options, Func<HttpContent> createContent)
{
    private const int ReadBufferBytes = 64 * 1024;

    /// <summary>Null for a call that is made only once.</summary>
    public RetrySchedule? Schedule { get; init; }

    /// <summary>Fired with the headers of a response, after which there is no other attempt.</summary>
    public Action Committed { get; init; } = () => { };

    /// <summary>The request of the next attempt.</summary>
    public HttpRequestMessage CreateRequest() =>
        RequestHeaders.Create(channel, method, options, createContent(), Schedule?.PreviousAttempts ?? 0);

    /// <summary>Makes attempts, beginning with this one.</summary>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    public async Task<Attempt> RunAsync(HttpRequestMessage request, CancellationToken stop)
    {
        while (true)
        {
            var attempt = await SendAsync(request, stop).ConfigureAwait(false);
            if (attempt.Responses is not null)
                return attempt;
            stop.ThrowIfCancellationRequested();
            if (Schedule?.Next(attempt.Status, attempt.Trailers) is not { } pause)
                return attempt;
            await Task.Delay(pause, channel.Options.Clock, stop).ConfigureAwait(false);
            request = CreateRequest();
        }
    }

    private async Task<Attempt> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        HttpResponseMessage? response = null;
        Attempt attempt;
        try
        {
            response = await channel.SendAsync(request, stop).ConfigureAwait(false);
            attempt = await AcceptAsync(response, stop).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            attempt = new Attempt { Status = CallErrors.From(e, channel.Address) };
        }
        if (attempt.Responses is null)
        {
            // Stops a body that is still being sent, before another attempt begins.
            request.Dispose();
            response?.Dispose();
        }
        return attempt;
    }

    /// <summary>The response's headers are there: a stream of messages, or already the end.</summary>
    private async Task<Attempt> AcceptAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var isGrpc = ProtocolHeaders.IsGrpc(response.Content.Headers.ContentType?.MediaType);
        var isOver = response.Headers.NonValidated.Contains(ProtocolHeaders.Status);
        if (!isGrpc || (response.StatusCode != HttpStatusCode.OK && !isOver))
            return new Attempt { Status = CallErrors.FromHttp(response) };
        if (!isOver)
        {
            Schedule?.Commit();
            Committed();
        }
        var headers = ResponseMetadata.From(response.Headers);
        if (isOver)
            return new Attempt { Status = CallErrors.FromTrailers(response.Headers), Headers = headers, Trailers = headers };
        if (Schedule is { PreviousAttempts: > 0 and var attempts })
            headers.Add(RetrySchedule.PreviousAttemptsHeader, attempts.ToString(CultureInfo.InvariantCulture));
        var encoding = response.Headers.NonValidated.TryGetValues(ProtocolHeaders.Encoding, out var values) ? values.ToString() : null;
        if (encoding is not (null or ProtocolHeaders.Identity or ProtocolHeaders.Gzip))
            throw new RpcException(new Status(StatusCode.Internal, $"the server answers in the unknown encoding '{encoding}'"));
        var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        var responses = new MessageReader(
            PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: ReadBufferBytes)),
            channel.Options.MaxReceiveMessageSize ?? Array.MaxLength,
            encoding);
        return new Attempt { Http = response, Responses = responses, Headers = headers };
    }
}
