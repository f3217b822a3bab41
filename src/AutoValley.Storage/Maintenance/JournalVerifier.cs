using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;

namespace AutoValley.Storage.Maintenance;

/// <summary>Verifies what the journal holds and is not sealed: each record's check sum, that none is missing, and that an index is that of its segment.</summary>
internal sealed class JournalVerifier(MaintenanceParts parts, VerifyCounts counts, CancellationToken cancellation)
{
    private const int RecordsAStep = 4_096;

    public IEnumerable<VerifyStep> Steps()
    {
        var durable = parts.DurablePosition();
        var closed = parts.Sealer.Closed.ToDictionary(segment => segment.FileName);
        var names = new DiskJournalFiles(parts.JournalFolder).List(JournalFormat.Extension);
        foreach (var name in names)
        {
            // The newest is being written; another that is not closed is sealed and about to go.
            var segment = closed.GetValueOrDefault(name);
            if (segment is null && name != names[^1])
                continue;
            foreach (var step in Segment(name, segment?.LastPosition ?? durable, segment?.Parked))
                yield return step;
        }
    }

    private IEnumerable<VerifyStep> Segment(string name, long last, ParkedSegment? parked)
    {
        yield return counts.Begin("journal/" + name);
        SegmentCheck records;
        try
        {
            records = SegmentCheck.Open(Path.Combine(parts.JournalFolder, name));
        }
        catch (FileNotFoundException)
        {
            yield break;
        }
        using (records)
        {
            while (records.Position < last && records.TryNext())
            {
                cancellation.ThrowIfCancellationRequested();
                if (++counts.Records % RecordsAStep == 0)
                    yield return counts.Progress();
            }
            // Sealed meanwhile: what is missing now was not when it counted.
            if (records.Position < last && parts.Watermarks.SealedPosition < last)
                yield return counts.Found($"damaged at byte {records.Offset}: positions {records.Position + 1} to {last} cannot be read after a restart");
            else if (parked?.FindFault(records.Digest) is { } fault && parts.Watermarks.SealedPosition < last)
                yield return counts.Found($"its index does not fit: {fault}. It is made anew when it is needed");
        }
        yield return counts.End();
    }
}
