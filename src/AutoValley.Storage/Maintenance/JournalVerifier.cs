using AutoValley.Storage.Journal;

namespace AutoValley.Storage.Maintenance;

/// <summary>Verifies what the journal holds and is not sealed: each record's check sum, and that none is missing.</summary>
internal sealed class JournalVerifier(MaintenanceParts parts, VerifyCounts counts, CancellationToken cancellation)
{
    private const int RecordsAStep = 4_096;

    public IEnumerable<VerifyStep> Steps()
    {
        var durable = parts.DurablePosition();
        var closed = parts.Sealer.Closed.ToDictionary(segment => segment.FileName, segment => segment.LastPosition);
        var names = new DiskJournalFiles(parts.JournalFolder).List();
        foreach (var name in names)
        {
            if (!closed.TryGetValue(name, out var last))
            {
                // The newest is being written; another is sealed and about to go.
                if (name != names[^1])
                    continue;
                last = durable;
            }
            foreach (var step in Segment(name, last))
                yield return step;
        }
    }

    private IEnumerable<VerifyStep> Segment(string name, long last)
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
        }
        yield return counts.End();
    }
}
