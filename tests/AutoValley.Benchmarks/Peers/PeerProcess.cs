using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AutoValley.Benchmarks.Peers;

/// <summary>A store in a process of its own, so that its CPU seconds and memory can be told from the client's.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const int MaximumTail = 20;

    private readonly Process process;
    private readonly Queue<string> tail = new();

    private PeerProcess(Process process) => this.process = process;

    /// <summary>Its standard input; there when asked for at the start.</summary>
    public StreamWriter Input => process.StandardInput;

    /// <summary>User and system time so far; also of a process that ended.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Most memory that was resident at once, bytes.</summary>
    public long PeakResidentBytes => StatusBytes("VmHWM:");

    /// <summary>Memory that is resident now, bytes.</summary>
    public long ResidentBytes => StatusBytes("VmRSS:");

    /// <summary>Starts a program.</summary>
    /// <param name="program">Found by PATH.</param>
    /// <param name="arguments">As they are.</param>
    /// <param name="help">What to do when the program is not there.</param>
    /// <param name="onLine">Gets each line of its standard output.</param>
    /// <exception cref="BenchmarkException">It is not there.</exception>
    public static PeerProcess Start(string program, IEnumerable<string> arguments, string help, Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var peer = new PeerProcess(Process.Start(start)!);
            peer.Follow(onLine);
            return peer;
        }
        catch (Win32Exception absent)
        {
            throw new BenchmarkException($"{program} cannot be started ({absent.Message}): {help}", absent);
        }
    }

    /// <summary>Waits for something of the process; fails when it ends before.</summary>
    public async Task<T> OrEndAsync<T>(Task<T> waiting)
    {
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(waiting, ended) == ended && !waiting.IsCompleted)
            throw new BenchmarkException($"{process.StartInfo.FileName} ended with code {process.ExitCode}: {Tail}");
        return await waiting;
    }

    /// <summary>Ends it at once, as kill -9 does; what it used stays known.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private string Tail
    {
        get
        {
            lock (tail)
                return string.Join(" | ", tail);
        }
    }

    private long StatusBytes(string field)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) << 10;
    }

    private void Follow(Action<string>? onLine)
    {
        process.OutputDataReceived += (_, received) => Take(received.Data, onLine);
        process.ErrorDataReceived += (_, received) => Take(received.Data, null);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Take(string? line, Action<string>? onLine)
    {
        if (line is null)
            return;
        onLine?.Invoke(line);
        lock (tail)
        {
            tail.Enqueue(line);
            if (tail.Count > MaximumTail)
                tail.Dequeue();
        }
    }
}
