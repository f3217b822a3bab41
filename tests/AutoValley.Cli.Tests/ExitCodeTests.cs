using Grpc.Core;

namespace AutoValley.Cli.Tests;

/// <summary>How command lines end: 0 done, 1 failed, 2 wrong use, and one line that says why.</summary>
public sealed class ExitCodeTests : CommandTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("runs start --help")]
    [InlineData("--version")]
    public async Task Run_Help_IsDone(string line) => Assert.NotEmpty(await DoneAsync(line));

    [Theory]
    [InlineData("", "autovalley: Required command was not provided.")]
    [InlineData("runs", "autovalley runs: Required command was not provided.")]
    [InlineData("signals", "autovalley signals: Option '--vehicle' is required.")]
    [InlineData("vehicles --nonsense", "autovalley vehicles: Unrecognized command or argument '--nonsense'.")]
    [InlineData("signals -v a/b/c", "autovalley signals: 'a/b/c' is no vehicle; write organisation/vehicle or vehicle")]
    [InlineData("signals -v a#b", "autovalley signals: 'a#b' is no vehicle;")]
    [InlineData("vehicles --server ftp://a", "autovalley vehicles: 'ftp://a' is no server address; write http://host:port")]
    [InlineData("vehicles --timeout 0s", "autovalley vehicles: --timeout: '0s' has to be longer than 0")]
    [InlineData("vehicles --format xml", "autovalley vehicles: Argument 'xml' not recognized.")]
    [InlineData("query -v a --from lately", "autovalley query: --from: 'lately' is no time; write ISO 8601")]
    [InlineData("query -v a --from 0 --every 5", "autovalley query: --every: '5' is no length of time; write 100ms")]
    [InlineData("query -v a --from 0 --every 5s -a median", "autovalley query: --aggregate: 'median' is none of count, min,")]
    [InlineData("query -v a --from 0 --limit 0", "autovalley query: --limit: '0' has to be a whole number from 1")]
    public async Task Run_WrongUse_IsToldWithCode2(string line, string told)
    {
        Assert.Equal(2, await RunAsync(line));
        Assert.StartsWith(told, Error, StringComparison.Ordinal);
        Assert.EndsWith("--help\n", Error, StringComparison.Ordinal);
        Assert.Equal("", Output);
    }

    [Fact]
    public async Task Run_NoServer_SaysWhereAndWhatToDo()
    {
        await Server.DisposeAsync(); // its port answers no more
        Assert.Equal(1, await RunAsync("vehicles"));
        Assert.StartsWith($"autovalley: cannot reach the server at {Server.Address}: ", Error, StringComparison.Ordinal);
        Assert.EndsWith("Is it running? Name another by --server or AUTOVALLEY_SERVER\n", Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(StatusCode.NotFound, "not found: why")]
    [InlineData(StatusCode.InvalidArgument, "the server refuses: why")]
    [InlineData(StatusCode.Unavailable, "the server cannot do it now: why")]
    [InlineData(StatusCode.ResourceExhausted, "over a limit: why")]
    [InlineData(StatusCode.PermissionDenied, "not allowed: why")]
    [InlineData(StatusCode.Internal, "the server failed: why")]
    public async Task Run_ServerRefuses_IsToldInPlainWords(StatusCode code, string told)
    {
        Server.Fleet.Failure = new RpcException(new Status(code, "why"));
        Assert.Equal(1, await RunAsync("vehicles"));
        Assert.Equal(("", $"autovalley: {told}\n"), (Output, Error));
    }

    [Fact]
    public async Task Run_SilentServer_EndsByTheTimeout()
    {
        Server.Fleet.Delay = new TaskCompletionSource().Task;
        Assert.Equal(1, await RunAsync("vehicles --timeout 300ms"));
        Assert.Contains("did not finish in time; --timeout gives it longer", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CtrlC_EndsWithCode1()
    {
        Server.Fleet.Delay = new TaskCompletionSource().Task;
        using var stop = new CancellationTokenSource();
        var running = RunAsync("vehicles", stop.Token);
        await stop.CancelAsync();
        Assert.Equal(1, await running.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("autovalley: stopped\n", Error);
    }

    [Theory]
    [InlineData(32, 0, "")]
    [InlineData(28, 1, "autovalley: cannot write: no\n")]
    public async Task Run_OutputFails_IsQuietOnlyWhenTheReaderIsGone(int errno, int code, string told)
    {
        Server.Fleet.Vehicles.Add(new() { Name = "a/b" });
        using var writer = new FailingWriter(errno);
        Assert.Equal(code, await RunAsync("vehicles", writer));
        Assert.Equal(told, Error);
    }

    private sealed class FailingWriter(int errno) : StringWriter
    {
        public override void Write(char value) => throw new IOException("no", errno);

        public override void Write(string? value) => throw new IOException("no", errno);
    }
}
