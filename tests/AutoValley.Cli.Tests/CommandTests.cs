using System.Text;
using AutoValley.Cli.Tests.Fakes;

namespace AutoValley.Cli.Tests;

/// <summary>Runs command lines against a fake server, with captured output.</summary>
public abstract class CommandTests : IAsyncLifetime
{
    /// <summary>The time of <see cref="Second"/> 60.</summary>
    protected static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 1, 0, TimeSpan.Zero);

    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public FakeServer Server { get; } = new();

    protected string Output => output.ToString();

    protected string Error => error.ToString();

    protected bool OutputIsTerminal { get; set; }

    public Task InitializeAsync() => Server.InitializeAsync();

    public Task DisposeAsync() => Server.DisposeAsync();

    /// <summary>Unix nanoseconds of a second after 2026-11-22T10:00:00Z.</summary>
    protected static long Second(double seconds) => ((Now.AddMinutes(-1).UtcTicks - DateTime.UnixEpoch.Ticks) * 100) + (long)(seconds * 1e9);

    /// <summary>Runs a command line, words parted by blanks, against the fake server.</summary>
    protected Task<int> RunAsync(string line, CancellationToken stop = default) => RunAsync(line, new StringWriter(output), stop);

    private protected Task<int> RunAsync(string line, TextWriter writer, CancellationToken stop = default)
    {
        var host = new Host
        {
            Output = writer,
            Error = new StringWriter(error),
            OutputIsTerminal = OutputIsTerminal,
            Width = 120,
            Clock = new FixedClock(Now),
            Variable = name => name == "AUTOVALLEY_SERVER" ? Server.Address : null,
        };
        return CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), host, stop);
    }

    /// <summary>Runs a command line that has to end well.</summary>
    /// <returns>What it wrote.</returns>
    protected async Task<string> DoneAsync(string line)
    {
        Assert.Equal((0, ""), (await RunAsync(line), Error));
        return Output;
    }

    /// <summary>Runs a command line that ends well, with something to say about it.</summary>
    /// <returns>What it wrote.</returns>
    protected async Task<string> OutputOfAsync(string line)
    {
        Assert.Equal(0, await RunAsync(line));
        return Output;
    }
}
