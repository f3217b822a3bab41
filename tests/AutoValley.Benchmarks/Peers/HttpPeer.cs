namespace AutoValley.Benchmarks.Peers;

/// <summary>Talks HTTP/1.1 to a peer on loopback.</summary>
internal sealed class HttpPeer : IDisposable
{
    // As many bodies are under way as the machine has cores; more only wait.
    public const int Concurrency = 2;

    // Characters of an error's text.
    private const int LongestShown = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient client;
    private readonly string name;

    public HttpPeer(string name, int port)
    {
        this.name = name;
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(30) };
    }

    /// <summary>Waits until a path answers 2xx.</summary>
    public async Task<bool> ReadyAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(path, cancellation);
                if (response.IsSuccessStatusCode)
                    return true;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(Poll, cancellation);
        }
    }

    /// <summary>Posts all bodies to a path, <see cref="Concurrency"/> at a time.</summary>
    public Task PostAllAsync(string path, IEnumerable<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            bodies, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation },
            async (body, stop) =>
            {
                using var response = await client.PostAsync(path, new ReadOnlyMemoryContent(body), stop);
                await CheckAsync(path, response, stop);
            });

    /// <summary>Gets a path's body, as a stream that has to be disposed.</summary>
    /// <exception cref="BenchmarkException">The peer refuses.</exception>
    public async Task<Stream> GetAsync(string path, CancellationToken cancellation, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await CheckAsync(path, response, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    /// <summary>Posts a form and gets the body, as a stream that has to be disposed.</summary>
    /// <exception cref="BenchmarkException">The peer refuses.</exception>
    public async Task<Stream> PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await CheckAsync(path, response, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task CheckAsync(string path, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return;
        var text = await response.Content.ReadAsStringAsync(cancellation);
        var shown = text[..Math.Min(text.Length, LongestShown)];
        throw new BenchmarkException($"{name} answers {path.Split('?')[0]} with {(int)response.StatusCode}: {shown}");
    }
}
