using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Requests to one InfluxDB. What comes of those that sealing makes tells <see cref="InfluxPace"/> how to go on. Safe for concurrent use.
/// </summary>
internal sealed class InfluxClient : IDisposable
{
    // More than any explanation; of what comes behind it nobody needs to know.
    private const int MaximumReason = 8 * 1024;

    private readonly InfluxStoreOptions options;
    private readonly TimeProvider clock;
    private readonly InfluxPace pace;
    private readonly HttpClient http;
    private readonly SemaphoreSlim connecting = new(1);
    private InfluxServer? server;
    private volatile bool isOutdated = true;

    public InfluxClient(InfluxStoreOptions options, TimeProvider clock, InfluxPace pace)
    {
        (this.options, this.clock, this.pace) = (options, clock, pace);
        http = new HttpClient(new SocketsHttpHandler
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

    /// <summary>Who answered last; null before somebody did.</summary>
    public InfluxServer? Server => Volatile.Read(ref server);

    /// <summary>Writes lines; they are stored, or the answer says what to do about it.</summary>
    public async Task<WriteAnswer> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var answer = await TryWriteAsync(lines, cancellation);
        if (answer.Outcome is WriteOutcome.NotNow or WriteOutcome.Unanswered)
            pace.Failed(answer.Reason, answer.Pause);
        else
            pace.Answered(clock.GetElapsedTime(started));
        return answer;
    }

    /// <summary>As <see cref="QueryAsync(string, IInfluxRows, CancellationToken)"/>, for what sealing needs to know.</summary>
    /// <exception cref="StoreUnavailableException">Not now; the same may be tried again, after a pause.</exception>
    public Task AskAsync(string statements, IInfluxRows rows, CancellationToken cancellation) =>
        QueryAsync(statements, rows, reason => pace.Failed(reason, null), cancellation);

    /// <summary>Asks in InfluxQL and gives the rows to <paramref name="rows"/> while they come.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer, or not with what was asked for.</exception>
    public Task QueryAsync(string statements, IInfluxRows rows, CancellationToken cancellation) => QueryAsync(statements, rows, _ => { }, cancellation);

    /// <summary>What is thrown where a reason ends the work.</summary>
    public StoreUnavailableException Unavailable(string reason, Exception? inner = null) => new($"InfluxDB at {options.Url} {reason}", inner);

    public void Dispose() => http.Dispose();

    private async Task<WriteAnswer> TryWriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        using var patience = new Patience(options.Timeout, clock, cancellation);
        var outcome = WriteOutcome.NotNow;
        try
        {
            var known = await ConnectAsync(cancellation);
            outcome = WriteOutcome.Unanswered;
            var answer = await WriteAsync(known.WritePath, lines, patience.Token);
            if (!IsMissing(known, answer.Reason))
                return answer;
            outcome = WriteOutcome.NotNow;
            await CreateDatabaseAsync(known, answer.Reason, cancellation);
            outcome = WriteOutcome.Unanswered;
            return await WriteAsync(known.WritePath, lines, patience.Token);
        }
        catch (Exception exception) when (Failure(exception, cancellation) is { } reason)
        {
            var wasSent = exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
            return new WriteAnswer(wasSent ? outcome : WriteOutcome.NotNow, reason);
        }
    }

    private async Task<WriteAnswer> WriteAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Compress(lines.Span) };
        using var response = await SendAsync(request, cancellation);
        var reason = response.StatusCode == HttpStatusCode.NoContent ? "" : await ReasonAsync(response, cancellation);
        return WriteAnswers.Of(response.StatusCode, reason, Pause(response));
    }

    private async Task QueryAsync(string statements, IInfluxRows rows, Action<string> failed, CancellationToken cancellation)
    {
        try
        {
            await QueryKnownAsync(statements, rows, cancellation);
        }
        catch (Exception exception) when (Failure(exception, cancellation) is { } reason)
        {
            failed(reason);
            throw Unavailable(reason, exception);
        }
    }

    private async Task QueryKnownAsync(string statements, IInfluxRows rows, CancellationToken cancellation)
    {
        var known = await ConnectAsync(cancellation);
        try
        {
            await QueryAsync(known.QueryPath, statements, rows, cancellation);
        }
        catch (InfluxRefusedException refused) when (IsMissing(known, refused.Message))
        {
            await CreateDatabaseAsync(known, refused.Message, cancellation);
            await QueryAsync(known.QueryPath, statements, rows, cancellation);
        }
    }

    private static bool IsMissing(InfluxServer known, string reason) =>
        known.Dialect == InfluxDialect.V1 && reason.Contains("database not found", StringComparison.OrdinalIgnoreCase);

    // Only where it is missing: who may read and write need not be an administrator.
    private async Task CreateDatabaseAsync(InfluxServer known, string reason, CancellationToken cancellation)
    {
        try
        {
            await QueryAsync(known.QueryPath, InfluxQl.CreateDatabase(options.Database), NoRows.Instance, cancellation);
        }
        catch (InfluxRefusedException refused)
        {
            throw new InfluxRefusedException($"{reason}; and to make it, {refused.Message}");
        }
    }

    private async Task QueryAsync(string path, string statements, IInfluxRows rows, CancellationToken cancellation)
    {
        using var patience = new Patience(options.Timeout, clock, cancellation);
        using var content = new FormUrlEncodedContent([new("q", statements)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await SendAsync(request, patience.Token);
        if (!response.IsSuccessStatusCode)
            throw new InfluxRefusedException($"answers {(int)response.StatusCode}: {await ReasonAsync(response, patience.Token)}");
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        await InfluxAnswer.ReadAsync(body, rows, patience);
    }

    // Behind an outage, or a path that is not known, there may be another version.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            isOutdated |= response.StatusCode == HttpStatusCode.NotFound;
            return response;
        }
        catch
        {
            isOutdated = true;
            throw;
        }
    }

    private async Task<InfluxServer> ConnectAsync(CancellationToken cancellation)
    {
        if (!isOutdated)
            return server!;
        await connecting.WaitAsync(cancellation);
        try
        {
            if (!isOutdated)
                return server!;
            using var patience = new Patience(options.Timeout, clock, cancellation);
            var found = await InfluxServer.FindAsync(http, options, patience.Token);
            Volatile.Write(ref server, found);
            isOutdated = false;
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
