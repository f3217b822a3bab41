using System.Globalization;
using AutoValley.Edge.Batching;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Running;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Doctor;

/// <summary>Runs sources for a while, and tells what each gives.</summary>
/// <param name="sources">Those of the configuration.</param>
/// <param name="span">For how long; they run at the same time.</param>
/// <param name="clock">For that.</param>
internal sealed class SourceCheck(IReadOnlyList<ISampleSource> sources, TimeSpan span, TimeProvider clock)
{
    /// <summary>A finding a source, in their order.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sink = new DeclaringSink();
        RunningSource[] running = [.. sources.Select(source => new RunningSource(source, sink, (clock, NullLogger.Instance), ended.Token))];
        var all = Task.WhenAll(running.Select(source => source.Completion));
        await Task.WhenAny(all, Task.Delay(span, clock, stop));
        stop.ThrowIfCancellationRequested();
        // While it still runs, it tells whether it waits to be started again.
        Finding[] findings = [.. running.Select(source => Judge(source.Report))];
        await Task.WhenAll(running.Select(source => source.StopAsync()));
        return findings;
    }

    private Finding Judge(SourceReport report)
    {
        const string Subject = "source";
        var counts = string.Join(", ", report.Counts.Where(count => count.Count > 0).Select(count => Number($"{count.Count} {count.Name}")));
        var text = $"{report.Name}: {Number($"{report.Samples} samples in {span.TotalSeconds:0} s")}{(counts.Length > 0 ? $", {counts}" : "")}";
        if (report.State is SourceState.Failed or SourceState.Waiting)
            return new Finding(Verdict.Broken, Subject, report.Reason ?? text, "the agent would try again and again, with the others running");
        if (report.Counts.Any(count => count.IsGap && count.Count > 0))
            return new Finding(Verdict.Doubtful, Subject, text, report.Reason ?? "");
        return report.Samples > 0 || report.State == SourceState.Ended
            ? new Finding(Verdict.Fine, Subject, text)
            : new Finding(Verdict.Doubtful, Subject, text, "it may be silent for now: check cable, device and bit rate, or look for longer with --seconds");
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Checks signals as a session does, and takes all samples without keeping any.</summary>
    private sealed class DeclaringSink : ISampleSink
    {
        private readonly SignalRegistry registry = new();

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => registry.Declare(signals);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) => default;
    }
}
