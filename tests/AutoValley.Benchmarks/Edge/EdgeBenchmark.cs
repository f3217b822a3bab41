using System.Diagnostics;
using System.Globalization;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;
using AutoValley.Benchmarks.Site;
using AutoValley.V1;

namespace AutoValley.Benchmarks.Edge;

/// <summary>The agent, a process of its own, replays 60 s of a RAV4's buses round and round to a server on loopback: at its pace, and as fast as it can.</summary>
/// <param name="program">The agent's program; null for the one beside this.</param>
/// <param name="report">Gets the table.</param>
internal sealed class EdgeBenchmark(string? program, Report report)
{
    // Nothing is sealed so soon, also at full speed.
    private static readonly System.TimeSpan Unsealed = System.TimeSpan.FromSeconds(5);

    // Until everything is compiled as far as it will be.
    private static readonly System.TimeSpan WarmUp = System.TimeSpan.FromSeconds(15);
    private static readonly System.TimeSpan AtMaximum = System.TimeSpan.FromSeconds(15);

    // With what it refers to, which lies beside it there and not here.
    private static readonly string Built = Path.Combine(Repository.Folder, "edge/AutoValley.Edge/bin/Release/net10.0/autovalley-edge.dll");

    private readonly ReportTable table = new("The agent", "what", "goal", "measured");

    public async Task RunAsync(System.TimeSpan length, int starts, CancellationToken cancellation)
    {
        report.Step($"the RAV4's pace, {length.TotalSeconds:F0} s");
        await MeasureAsync(AgentPace.Driven, length, AddPace, cancellation);
        report.Step("the RAV4's pace, batches of 1 s");
        await MeasureAsync(
            AgentPace.Driven with { BatchMilliseconds = 1_000 }, System.TimeSpan.FromSeconds(1),
            (run, _) => Add("bytes a sample in the journal, batches of 1 s", "≤ 1.5", $"{run.BytesASample:F2}"), cancellation);
        report.Step("as fast as it can");
        await MeasureAsync(AgentPace.Maximum, AtMaximum, AddMaximum, cancellation);
        report.Step("starts");
        var times = new List<double>();
        for (var start = 0; start < starts; start++)
            await MeasureAsync(AgentPace.Driven, null, (run, _) => times.Add(run.FirstDurable.TotalSeconds), cancellation);
        Add("start of the process to the first durable batch", "< 1 s", $"{times.Order().ElementAt(times.Count / 2):F2} s (median of {times.Count})");
        report.Step("decoding");
        var (frames, samples) = DecodeRates.Measure();
        Add("frames decoded by DBC, a core", "≥ 1 M/s", string.Create(CultureInfo.InvariantCulture, $"{frames / 1e6:F2} M/s ({samples / 1e6:F1} M samples/s)"));
        report.Add(table);
    }

    private void AddPace(AgentRun run, System.TimeSpan length)
    {
        Add("samples a second", "5,000", $"{run.Samples / length.TotalSeconds:N0}");
        Add("CPU, of a core", "≤ 3 %", $"{run.Cpu / length:P1}");
        Add("resident memory, at its most and at the end", "≤ 60 MiB", $"{run.PeakBytes >> 20} and {run.ResidentBytes >> 20} MiB");
        Add("bytes a sample in the journal, batches of 0.1 s", "≤ 1.5", $"{run.BytesASample:F2}");
    }

    private void AddMaximum(AgentRun run, System.TimeSpan length)
    {
        Add("samples a second of CPU time, replay at maximum speed", "≥ 200,000", $"{run.Samples / run.Cpu.TotalSeconds:N0}");
        Add("samples a second durable meanwhile, the server on the same cores", "", $"{run.Samples / length.TotalSeconds:N0}");
        Add("bytes a sample in the journal, batches by size", "≤ 1.5", $"{run.BytesASample:F2}");
    }

    private void Add(string what, string goal, string measured) => table.Add(what, goal, measured);

    private async Task MeasureAsync(AgentPace pace, System.TimeSpan? length, Action<AgentRun, System.TimeSpan> add, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            var configuration = await EdgeConfiguration.WriteAsync(folder.FullName, server.Mqtt, pace, cancellation);
            var start = Stopwatch.GetTimestamp();
            await using var agent = Start(configuration);
            await agent.OrEndAsync(FirstDurableAsync(server, cancellation));
            var run = new AgentRun { FirstDurable = Stopwatch.GetElapsedTime(start) };
            if (length is { } span)
                run = await MeasureAsync(server, agent, run, span, cancellation);
            add(run, length ?? default);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private PeerProcess Start(string configuration)
    {
        string[] arguments = ["run", "--config", configuration];
        return program is null
            ? PeerProcess.Start("dotnet", [Built, .. arguments], "install .NET 10")
            : PeerProcess.Start(program, arguments, "publish it first");
    }

    private static async Task<ulong> FirstDurableAsync(ServerProcess server, CancellationToken cancellation)
    {
        while (true)
        {
            if ((await server.StatusAsync(cancellation)).SamplesAccepted is > 0 and var samples)
                return samples;
            // As exact as the figure is told.
            await Task.Delay(1, cancellation);
        }
    }

    private static async Task<AgentRun> MeasureAsync(
        ServerProcess server, PeerProcess agent, AgentRun run, System.TimeSpan length, CancellationToken cancellation)
    {
        await Task.Delay(Unsealed, cancellation);
        var early = await server.StatusAsync(cancellation);
        await Task.Delay(WarmUp - Unsealed, cancellation);
        var before = await server.StatusAsync(cancellation);
        var cpu = agent.Cpu;
        await Task.Delay(length, cancellation);
        var after = await server.StatusAsync(cancellation);
        return run with
        {
            Samples = after.SamplesAccepted - before.SamplesAccepted,
            Cpu = agent.Cpu - cpu,
            PeakBytes = agent.PeakResidentBytes,
            ResidentBytes = agent.ResidentBytes,
            BytesASample = early.JournalBytes / (double)early.SamplesAccepted,
        };
    }
}
