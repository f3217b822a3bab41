namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

/// <summary>The description's soaks go on for as long as they are told; a suite's are short.</summary>
internal static class LoadCases
{
    private const int Iterations = 20;
    private const int ConcurrentCalls = 1000;

    public static async Task Rpcs(InteropRun run)
    {
        for (var i = 0; i < Iterations; i++)
            await UnaryCases.Large(run);
    }

    public static async Task Channels(InteropRun run)
    {
        for (var i = 0; i < Iterations; i++)
        {
            using var channel = run.Connect();
            await UnaryCases.Large(channel);
        }
    }

    public static Task Concurrent(InteropRun run) => Task.WhenAll(Enumerable.Range(0, ConcurrentCalls).Select(_ => UnaryCases.Large(run)));
}
