using System.Collections.Concurrent;
using System.Diagnostics;

namespace AutoValley.Edge.Tests.Support;

/// <summary>A program that nobody here wrote and that runs until the test is over.</summary>
internal sealed class ForeignDaemon : IDisposable
{
    private readonly Process process;

    public ForeignDaemon(string program, params string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, line) => Lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => Lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
