using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AutoValley.Mqtt.Tests.Peers;

/// <summary>A foreign server as a child process with a folder of its own, gone at the latest when this is disposed.</summary>
internal sealed class ForeignProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> lines = [];

    private ForeignProcess(ProcessStartInfo start, DirectoryInfo folder, string readyText)
    {
        (Folder, process) = (folder, new Process { StartInfo = start, EnableRaisingEvents = true });
        process.OutputDataReceived += (_, line) => Look(line.Data, readyText);
        process.ErrorDataReceived += (_, line) => Look(line.Data, readyText);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"ended with {process.ExitCode}:\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public DirectoryInfo Folder { get; }

    private string Output
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    /// <summary>Starts a program and waits until it says the text.</summary>
    public static async Task<ForeignProcess> StartAsync(
        string program, DirectoryInfo folder, string readyText, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var started = new ForeignProcess(start, folder, readyText);
        try
        {
            await started.ready.Task.WaitAsync(Patience);
            return started;
        }
        catch (TimeoutException)
        {
            await started.DisposeAsync();
            throw new InvalidOperationException($"{program} is not ready:\n{started.Output}");
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Folder.Delete(recursive: true);
    }

    private void Look(string? line, string readyText)
    {
        if (line is null)
            return;
        lock (lines)
            lines.Add(line);
        if (line.Contains(readyText, StringComparison.Ordinal))
            ready.TrySetResult();
    }
}
