using System.Diagnostics;
using AutoValley.Cli.Tests.Fakes;
using AutoValley.Testing;
using AutoValley.V1;
using Column = AutoValley.V1.Column;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Cli.Tests;

/// <summary>The program itself, where it meets pipes and signals.</summary>
public sealed class ProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly FakeServer server = new();
    private Process? started;

    public async Task InitializeAsync()
    {
        await server.InitializeAsync();
        server.Fleet.Signals["default/car1"] = [new() { Name = "A" }];
    }

    public async Task DisposeAsync()
    {
        started?.Kill(entireProcessTree: true); // no matter if it has ended
        started?.Dispose();
        await server.DisposeAsync();
    }

    [ToolFact("bash", "head")]
    public async Task Query_IntoHead_EndsQuietlyWhenHeadHasEnough()
    {
        server.Query.OnRead = _ => Endless();
        var process = Start("bash", "-c", $"set -o pipefail; dotnet '{Program}' query -v car1 --from 0 -f csv | head -n 2");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.Equal("time,vehicle,signal,value\n1970-01-01T00:00:00.000000000Z,default/car1,A,1\n", await output);
    }

    [ToolFact("kill")]
    public async Task Tail_Interrupted_EndsWell()
    {
        server.Live.Responses.Add(new() { Samples = new() { Vehicle = "default/car1", Times = { OneTime }, Columns = { new LiveColumn { Signal = "A", Column = One } } } });
        var process = Start("dotnet", Program, "tail", "-v", "car1");
        Assert.Equal("time\tvehicle\tsignal\tvalue", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience));
        Assert.EndsWith("A\t1", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal((0, ""), (process.ExitCode, await process.StandardError.ReadToEndAsync()));
        await server.Live.Ended.WaitAsync(Patience);
    }

    private static TimeBase OneTime => new() { Plain = new() { Deltas = { 0 } } };

    private static Column One => new() { Doubles = new() { Values = { 1 } } };

    private static string Program => Path.Combine(AppContext.BaseDirectory, "autovalley.dll");

    private Process Start(string file, params string[] arguments) => started = Process.Start(new ProcessStartInfo(file, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["AUTOVALLEY_SERVER"] = server.Address },
    })!;

    private static IEnumerable<ReadResponse> Endless()
    {
        var response = new ReadResponse { Vehicle = "default/car1", Signal = "A", Times = OneTime, Column = One };
        response.Times.Plain.Deltas.Add(Enumerable.Repeat(1L, 999));
        response.Column.Doubles.Values.Add(Enumerable.Repeat(1.0, 999));
        while (true)
            yield return response;
    }
}
