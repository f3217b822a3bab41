using System.Collections.Concurrent;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// Line protocol into batches of a <see cref="ServerSession"/>: lines that are right are durable when the task completes. Those that are wrong are counted, and the
/// first of them are told with their reasons and kept in one dead letter a body (<see cref="LineFaultLog"/>).
/// </summary>
internal sealed class LineIngest(
    LineTargets targets, ServerSessions sessions, DeadLetterBox deadLetters, LineLimits limits, InfluxCounters counters, TimeProvider clock)
{
    private readonly ConcurrentBag<LineBody> bodies = [];

    /// <summary>Takes a body.</summary>
    /// <exception cref="StoreUnavailableException">Not even the dead letter could be kept.</exception>
    public async ValueTask<LineAnswer> AcceptAsync(LineWrite write, ReadOnlyMemory<byte> text)
    {
        var head = new LineHead(write.Organisation, write.Precision, UnixTime.Now(clock));
        var (faults, appends) = (new LineFaultLog(), new List<Task<string?>>());
        var body = bodies.TryTake(out var used) ? used : new LineBody(targets, limits);
        var lines = Read(text.Span, body, head, faults, rows => Append(rows, write, head.Now, faults, appends));
        if (bodies.Count < Environment.ProcessorCount)
            bodies.Add(body);
        var failures = await Task.WhenAll(appends);
        // It will be sent again, wrong lines and all.
        if (failures.FirstOrDefault(failure => failure is not null) is { } unavailable)
            return new LineAnswer(faults, lines, unavailable);
        counters.AddBody(text.Length, lines, faults.Count);
        // Batches that were refused are dead letters already.
        if (faults.FirstLine > 0)
            deadLetters.Add(new Letter(null, write.Topic, faults.Lines), AcceptOutcome.Malformed, faults.Text);
        return new LineAnswer(faults, lines, null);
    }

    private static int Read(ReadOnlySpan<byte> text, LineBody body, LineHead head, LineFaultLog faults, Action<LineBody> append)
    {
        var lines = 0;
        var reader = new LineProtocolReader(text);
        while (reader.NextLine())
        {
            lines++;
            if (body.Take(ref reader, head) is { } fault)
                faults.Add(reader, fault);
            if (body.IsFull)
                append(body);
        }
        append(body);
        return lines;
    }

    private void Append(LineBody body, LineWrite write, long now, LineFaultLog faults, List<Task<string?>> appends)
    {
        foreach (var vehicle in body.Rows.GroupBy(rows => rows.Target.Session))
        {
            foreach (var parts in LineBatches.Cut(vehicle, limits.MaximumColumns))
                appends.Add(AppendAsync(vehicle.Key, parts, (write.Topic, now), faults));
        }
        body.Clear();
    }

    // The batch is written before this returns; what it is waited for is the journal. Null, or why it is not durable.
    private async Task<string?> AppendAsync(ServerSession session, IReadOnlyList<LinePart> parts, (string Topic, long Now) from, LineFaultLog faults)
    {
        var lines = LineBatches.CountLines(parts);
        try
        {
            var batch = session.ToBatch(parts[0].FirstTime, from.Now, writer => Write(parts, writer));
            var result = await sessions.AppendAsync(session, batch, new Letter(session.Vehicle, from.Topic, batch.Payload), CancellationToken.None);
            if (result.Outcome.IsRejected())
                faults.Add(lines, result.Detail);
            return null;
        }
        // Of a limit of the catalogue: when all is sent again, the lines that are too many are told from the others.
        catch (Exception failure) when (failure is CatalogueException or StoreUnavailableException)
        {
            return failure.Message;
        }
    }

    private static void Write(IReadOnlyList<LinePart> parts, BatchWriter writer)
    {
        var shared = SharedSignals.Of(parts);
        foreach (var part in parts)
            part.WriteTo(writer, shared);
        shared?.WriteTo(writer);
    }
}
