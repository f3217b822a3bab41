using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace AutoValley.Grpc.Tests.Client.Retries;

/// <summary>A server without a network: answers each attempt at a call by the next line of a script, and the last one for ever.</summary>
internal sealed class ScriptedHandler(params Func<ScriptedHandler.Attempt, Task<HttpResponseMessage>>[] script) : HttpMessageHandler
{
    private readonly List<Attempt> _attempts = [];

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<Attempt> Attempts
    {
        get
        {
            lock (_attempts)
                return [.. _attempts];
        }
    }

    /// <summary>A status and nothing else, as soon as so many bytes of the request are there.</summary>
    public static Func<Attempt, Task<HttpResponseMessage>> Fails(StatusCode status, int afterBytes = 0, string? pushback = null) => async attempt =>
    {
        await attempt.ReceiveAsync(afterBytes);
        var response = Answer([]);
        response.Headers.TryAddWithoutValidation("grpc-status", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (pushback is not null)
            response.Headers.TryAddWithoutValidation("grpc-retry-pushback-ms", pushback);
        return response;
    };

    /// <summary>Headers, empty messages, and a status.</summary>
    public static Func<Attempt, Task<HttpResponseMessage>> Answers(int messages = 1, StatusCode status = StatusCode.OK, int afterBytes = 0) => async attempt =>
    {
        await attempt.ReceiveAsync(afterBytes);
        var response = Answer(new byte[5 * messages]);
        response.TrailingHeaders.TryAddWithoutValidation("grpc-status", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return response;
    };

    /// <summary>As <see cref="Answers"/>, when the whole request is there.</summary>
    public static Func<Attempt, Task<HttpResponseMessage>> AnswersAtTheEnd() => async attempt =>
    {
        await attempt.Ended;
        return await Answers()(attempt);
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(request, cancellationToken);
        int index;
        lock (_attempts)
        {
            index = _attempts.Count;
            _attempts.Add(attempt);
        }
        return await script[Math.Min(index, script.Length - 1)](attempt).WaitAsync(cancellationToken);
    }

    private static HttpResponseMessage Answer(byte[] body)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body), Version = HttpVersion.Version20 };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        return response;
    }

    /// <summary>One request, and as much of its body as has come.</summary>
    internal sealed class Attempt
    {
        private readonly ReceivedBytes _body = new();

        public Attempt(HttpRequestMessage request, CancellationToken stop)
        {
            Headers = request.Headers.NonValidated.ToDictionary(header => header.Key, header => header.Value.ToString());
            Ended = request.Content!.CopyToAsync(_body, stop);
        }

        public IReadOnlyDictionary<string, string> Headers { get; }

        public string? PreviousAttempts => Headers.GetValueOrDefault("grpc-previous-rpc-attempts");

        /// <summary>Completes when the client has sent all, fails when it gave up.</summary>
        public Task Ended { get; }

        public byte[] Body => _body.ToArray();

        public Task ReceiveAsync(int bytes) => _body.WaitAsync(bytes);
    }

    private sealed class ReceivedBytes : MemoryStream
    {
        private readonly Lock _sync = new();
        private readonly List<(int Bytes, TaskCompletionSource Reached)> _waiting = [];

        public Task WaitAsync(int bytes)
        {
            lock (_sync)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((bytes, reached));
                Tell();
                return reached.Task;
            }
        }

        public override byte[] ToArray()
        {
            lock (_sync)
                return base.ToArray();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_sync)
            {
                Write(buffer.Span);
                Tell();
            }
            return default;
        }

        private void Tell()
        {
            foreach (var (bytes, reached) in _waiting)
            {
                if (Length >= bytes)
                    reached.TrySetResult();
            }
        }
    }
}
