using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AutoValley.Storage.Influx;

/// <summary>Requests to one InfluxDB. Safe for concurrent use.</summary>
internal sealed class InfluxClient : IDisposable
{
    // More than any explanation; of what comes behind it nobody needs to know.
    private const int MaximumReason = 8 * 1024;

    private readonly InfluxOptions options;
    private readonly TimeProvider clock;
    private readonly HttpClient http;
    private readonly SemaphoreSlim connecting = new(1);
    private InfluxServer? server;

    public InfluxClient(InfluxOptions options, TimeProvider clock, HttpMessageHandler? handler = null)
    {
        (this.options, this.clock) = (options, clock);
        http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = options.Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            BaseAddress = options.Url.AbsoluteUri.EndsWith('/') ? options.Url : new Uri(options.Url.AbsoluteUri + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (options.Token.Length > 0)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Token {options.Token}");
        else if (options.User.Length > 0)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}")));
    }

    /// <summary>Who answers; null before somebody did.</summary>
    public InfluxServer? Server => Volatile.Read(ref server);

    /// <summary>Writes lines. It never throws but for cancellation.</summary>
    public async Task<WriteAnswer> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        using var patience = new Patience(options.Timeout, clock, cancellation);
        try
        {
            var known = await ConnectAsync(cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Post, known.WritePath) { Content = Compress(lines.Span) };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var reason = response.StatusCode == HttpStatusCode.NoContent ? "" : await ReasonAsync(response, patience.Token);
            return WriteAnswers.Of(response.StatusCode, reason, Pause(response));
        }
        catch (Exception exception) when (Failure(exception, cancellation) is { } reason)
        {
            return new WriteAnswer(WriteOutcome.NotNow, reason);
        }
    }

    /// <summary>Asks in InfluxQL and gives the rows to <paramref name="rows"/> while they come.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer, or not with what was asked for.</exception>
    public async Task QueryAsync(string statements, IInfluxRows rows, CancellationToken cancellation)
    {
        try
        {
            var known = await ConnectAsync(cancellation);
            await QueryAsync(known.QueryPath, statements, rows, cancellation);
        }
        catch (Exception exception) when (Failure(exception, cancellation) is { } reason)
        {
            throw new StoreUnavailableException($"InfluxDB at {options.Url} {reason}", exception);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task QueryAsync(string path, string statements, IInfluxRows rows, CancellationToken cancellation)
    {
        using var patience = new Patience(options.Timeout, clock, cancellation);
        using var content = new FormUrlEncodedContent([new("q", statements)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (!response.IsSuccessStatusCode)
            throw new InfluxRefusedException($"answers {(int)response.StatusCode}: {await ReasonAsync(response, patience.Token)}");
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        await InfluxAnswer.ReadAsync(body, rows, patience);
    }

    private async Task<InfluxServer> ConnectAsync(CancellationToken cancellation)
    {
        if (Server is { } known)
            return known;
        await connecting.WaitAsync(cancellation);
        try
        {
            if (server is not null)
                return server;
            using var patience = new Patience(options.Timeout, clock, cancellation);
            var found = await InfluxServer.FindAsync(http, options, patience.Token);
            if (found.Dialect == InfluxDialect.V1)
                await QueryAsync(found.QueryPath, InfluxQl.CreateDatabase(options.Database), NoRows.Instance, cancellation);
            Volatile.Write(ref server, found);
            return found;
        }
        finally
        {
            connecting.Release();
        }
    }

    private static ByteArrayContent Compress(ReadOnlySpan<byte> lines)
    {
        var packed = new MemoryStream(lines.Length / 4);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(lines);
        var content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        return content;
    }

    // Seconds, or a date; of a date that is gone nothing.
    private TimeSpan? Pause(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } seconds } => seconds,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[MaximumReason];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read == 0 ? response.ReasonPhrase ?? "" : Encoding.UTF8.GetString(bytes, 0, read).Trim();
    }

    // Null: it is the caller's, who wants no answer any more, or a fault of this program.
    private string? Failure(Exception exception, CancellationToken cancellation) => exception switch
    {
        OperationCanceledException when !cancellation.IsCancellationRequested => $"does not answer within {options.Timeout.TotalSeconds} s",
        InfluxRefusedException => exception.Message,
        HttpRequestException or IOException => $"cannot be reached: {(exception.InnerException ?? exception).Message}",
        System.Text.Json.JsonException => $"answers what is no JSON of InfluxDB: {exception.Message}",
        _ => null,
    };
}
