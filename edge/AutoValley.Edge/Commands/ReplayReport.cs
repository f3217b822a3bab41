using System.Globalization;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Commands;

/// <summary>What a replay says at its end, and how it ends.</summary>
internal sealed record ReplayReport(ReplaySource Source, AgentStatus Status)
{
    /// <summary>It was told to stop, or gave up.</summary>
    public bool Stopped { get; init; }

    /// <summary>Why the recording could not be read to its end; null when it was.</summary>
    public string? Failure { get; init; }

    /// <summary>Samples read that are not durable.</summary>
    public long Missing => Status.SamplesRead - Status.SamplesDurable;

    /// <summary>How the program ends.</summary>
    public int ExitCode => Stopped || Failure is not null || Missing != 0 || Status.SpoolBatches > 0 ? Commands.ExitCode.Failed : Commands.ExitCode.Done;

    public async Task WriteAsync(TextWriter output)
    {
        foreach (var line in Lines())
            await output.WriteLineAsync(line);
    }

    private IEnumerable<string> Lines()
    {
        foreach (var line in Source.Report)
            yield return line;
        if (Failure is not null)
            yield return $"not read to its end: {Failure}";
        yield return $"session: {Status.Session}";
        yield return Number("samples read", Status.SamplesRead);
        yield return Number("batches", Status.BatchesSpooled);
        yield return Number("samples durable", Status.SamplesDurable);
        if (Status.BacklogSamplesDurable > 0)
            yield return Number("samples durable of earlier sessions", Status.BacklogSamplesDurable);
        var drops = Status.SamplesDropped;
        if (drops.Total > 0)
            yield return $"{Number("samples dropped", drops.Total)} ({string.Join(", ", drops.ByCause.Where(of => of.Samples > 0).Select(of => Number(of.Cause, of.Samples)))})";
        if (Status.SpoolBatches > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"left in the spool: {Status.SpoolBatches} batches, {Status.SpoolBytes} bytes; the next start sends them");
        if (Stopped && Status.LastError is { } error)
            yield return $"last trouble: {error}";
        yield return Number("missing", Missing);
    }

    private static string Number(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"{name}: {value}");
}
