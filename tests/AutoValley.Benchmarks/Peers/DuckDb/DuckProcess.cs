using System.Text.Json;
using System.Threading.Channels;

namespace AutoValley.Benchmarks.Peers.DuckDb;

/// <summary>DuckDB inside a Node.js process, driven over its standard input. Not safe for concurrent use.</summary>
internal sealed class DuckProcess : IAsyncDisposable
{
    private const string Help = "install Node.js 20, then run tests/AutoValley.Benchmarks/peers";

    private readonly Channel<string> answers;

    private DuckProcess(PeerProcess process, Channel<string> answers) => (Process, this.answers) = (process, answers);

    public PeerProcess Process { get; }

    /// <summary>Starts Node.js and makes a database.</summary>
    public static async Task<DuckProcess> StartAsync(string database)
    {
        var folder = Path.Combine(Repository.Folder, "tests", "AutoValley.Benchmarks", "DuckDb");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new BenchmarkException($"DuckDB is not installed: {Help}");
        var answers = Channel.CreateUnbounded<string>();
        // Columns of 100,000,000 samples wait in typed arrays, outside the heap that this bounds.
        var process = PeerProcess.Start("node", [Path.Combine(folder, "peer.js")], Help, line => answers.Writer.TryWrite(line));
        var duck = new DuckProcess(process, answers);
        using var _ = await duck.AskAsync(new { op = "open", path = database }, CancellationToken.None);
        return duck;
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="BenchmarkException">DuckDB refuses, or the process ended.</exception>
    public async Task<JsonDocument> AskAsync(object request, CancellationToken cancellation)
    {
        await Process.Input.WriteLineAsync(JsonSerializer.Serialize(request).AsMemory(), cancellation);
        await Process.Input.FlushAsync(cancellation);
        var json = JsonDocument.Parse(await Process.OrEndAsync(answers.Reader.ReadAsync(cancellation).AsTask()));
        return json.RootElement.TryGetProperty("error", out var error) ? throw new BenchmarkException($"DuckDB: {error.GetString()}") : json;
    }

    /// <summary>The columns of a query's result.</summary>
    public async Task<double[][]> QueryAsync(string sql, CancellationToken cancellation)
    {
        using var json = await AskAsync(new { op = "query", sql }, cancellation);
        return ToColumns(json);
    }

    /// <summary>The columns of the answer to a query.</summary>
    public static double[][] ToColumns(JsonDocument answer) =>
    [
        .. from column in answer.RootElement.GetProperty("columns").EnumerateArray()
           select column.EnumerateArray().Select(value => value.GetDouble()).ToArray(),
    ];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
