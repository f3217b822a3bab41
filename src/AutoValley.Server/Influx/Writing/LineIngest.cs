using System.Collections.Concurrent;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// Line protocol into batches, a session of the server's own for each vehicle: lines that are right are durable when the task completes. Those that are wrong are
/// counted, and the first of them are told with their reasons and kept in one dead letter a body (<see cref="LineFaultLog"/>).
/// </summary>
internal sealed class LineIngest(LineTargets targets, Acceptor acceptor, DeadLetterBox deadLetters, InfluxLimits limits, InfluxCounters counters, TimeProvider clock)
{
    // Encoded samples with their times take less than this, as good as always.
    private const int BytesASample = 20;

    private readonly ConcurrentBag<LineBody> bodies = [];
    private readonly int maximumSamples = Math.Min(limits.Ingest.MaximumSamples, limits.Ingest.MaximumBatchBytes / BytesASample);
    private readonly int maximumTextBytes = limits.Ingest.MaximumBatchBytes / 4;

    /// <summary>Takes a body.</summary>
    /// <exception cref="StoreUnavailableException">Not even the dead letter could be kept.</exception>
    public async ValueTask<LineAnswer> AcceptAsync(LineWrite write, ReadOnlyMemory<byte> text)
    {
        var head = new LineHead(write.Organisation, write.Precision, UnixTime.Now(clock), limits.Ingest.MaximumColumns);
        var (faults, appends) = (new LineFaultLog(), new List<Task<string?>>());
        var body = bodies.TryTake(out var used) ? used : new LineBody(targets, limits.Influx);
        var lines = Read(text.Span, body, head, faults, rows => Append(rows, write, head.Now, faults, appends));
        if (bodies.Count < Environment.ProcessorCount)
            bodies.Add(body);
        var failures = await Task.WhenAll(appends);
        // It will be sent again, wrong lines and all.
        if (failures.FirstOrDefault(failure => failure is not null) is { } unavailable)
            return new LineAnswer(faults, lines, unavailable);
        counters.AddBody(text.Length, lines, faults.Count);
        if (faults.Count > 0)
            deadLetters.Add(new Letter(null, write.Topic, faults.Lines), AcceptOutcome.Malformed, faults.Text);
        return new LineAnswer(faults, lines, null);
    }

    private int Read(ReadOnlySpan<byte> text, LineBody body, LineHead head, LineFaultLog faults, Action<LineBody> append)
    {
        var lines = 0;
        var reader = new LineProtocolReader(text);
        while (reader.NextLine())
        {
            lines++;
            if (body.Take(ref reader, head) is { } fault)
                faults.Add(reader, fault);
            if (body.SampleCount >= maximumSamples || body.ColumnCount >= limits.Ingest.MaximumColumns || body.TextBytes >= maximumTextBytes)
                append(body);
        }
        append(body);
        return lines;
    }

    private void Append(LineBody body, LineWrite write, long now, LineFaultLog faults, List<Task<string?>> appends)
    {
        foreach (var vehicle in body.Rows.GroupBy(rows => rows.Target.Session))
        {
            foreach (var parts in LineBatches.Cut(vehicle, limits.Ingest.MaximumColumns))
                appends.Add(AppendAsync(vehicle.Key, parts, (write.Topic, now), faults));
        }
        body.Clear();
    }

    // The batch is written before this returns; what it is waited for is the journal. Null, or why it is not durable.
    private async Task<string?> AppendAsync(LineSession session, IReadOnlyList<LinePart> parts, (string Topic, long Now) from, LineFaultLog faults)
    {
        BatchView? view = null;
        var lines = LineBatches.CountLines(parts);
        try
        {
            var (declared, payload) = session.ToBatch(parts, from.Now);
            var error = BatchView.TryRead(payload, limits.Ingest.BatchLimits, out view, out var detail);
            var letter = new Letter(session.Vehicle, from.Topic, payload);
            var result = error == BatchError.None
                ? await acceptor.AppendAsync(letter, declared, view!, CancellationToken.None)
                : deadLetters.Add(letter, AcceptOutcomes.From(error), detail);
            if (result.Outcome.IsRejected())
                faults.Add(lines, result.Detail);
            return null;
        }
        catch (CatalogueException limit)
        {
            // When all is sent again, the lines that are too many are told from the others.
            return limit.Message;
        }
        catch (StoreUnavailableException failure)
        {
            if (view is not null)
                session.Failed(view.Sequence);
            return failure.Message;
        }
    }
}
