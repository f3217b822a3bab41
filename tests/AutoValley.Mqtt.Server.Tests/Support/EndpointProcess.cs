using System.Diagnostics;
using System.Globalization;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>The endpoint in a process of its own, so that its memory is nobody else's.</summary>
internal sealed class EndpointProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private EndpointProcess(Process process) => this.process = process;

    public int Port { get; private init; }

    public static async Task<EndpointProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(EndpointProcess).Assembly.Location]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        return new EndpointProcess(process) { Port = (int)await ReadNumberAsync(process) };
    }

    /// <summary>Asks one of the questions of <see cref="HeapAnswers"/>.</summary>
    public async Task<long> AskAsync(string question)
    {
        await process.StandardInput.WriteLineAsync(question);
        await process.StandardInput.FlushAsync();
        return await ReadNumberAsync(process);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    private static async Task<long> ReadNumberAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return long.Parse(line ?? "", CultureInfo.InvariantCulture);
    }
}
