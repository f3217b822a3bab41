using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Spool;

/// <summary>Reads the segments that earlier agents left: builds the index, cuts torn tails, applies what was acknowledged.</summary>
internal sealed class SpoolScan(SpoolOptions options, ILogger logger)
{
    private readonly List<(SessionId Session, SequenceRange[] Ranges)> acknowledged = [];

    /// <summary>Sessions by age, without those that are acknowledged as a whole: their files are deleted.</summary>
    public List<SpoolSession> Sessions { get; } = [];

    /// <summary>Highest segment number found.</summary>
    public uint HighestNumber { get; private set; }

    /// <exception cref="SpoolException">A file is of another vehicle or a newer version, or cannot be read.</exception>
    public void Run()
    {
        var paths = Directory.GetFiles(options.Folder, $"*{SpoolFormat.Extension}");
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (var path in paths)
            Read(path);
        foreach (var (session, ranges) in acknowledged)
            Sessions.Find(known => known.Id == session)?.Acknowledge(ranges, new List<SpoolEntry>());
        foreach (var session in Sessions)
        {
            foreach (var segment in session.Segments.Where(segment => segment.Pending == 0))
                File.Delete(segment.Path);
            session.Segments.RemoveAll(segment => segment.Pending == 0);
            session.AcknowledgedChanged = session.Acknowledged.Count > 0;
        }
        Sessions.RemoveAll(session => session.Segments.Count == 0);
    }

    private void Read(string path)
    {
        if (!uint.TryParse(Path.GetFileNameWithoutExtension(path), out var number))
            throw new SpoolException($"{path}: no segment of a spool");
        HighestNumber = Math.Max(HighestNumber, number);
        var bytes = File.ReadAllBytes(path);
        if (!SpoolFormat.TryReadHeader(bytes, out var id, out var vehicle))
        {
            SetAside(path, bytes.Length);
            return;
        }
        if (vehicle != options.Vehicle)
            throw new SpoolException($"spool folder {options.Folder}: holds batches of {vehicle}, not of {options.Vehicle}; give each vehicle a folder");
        var session = Sessions.Find(known => known.Id == id);
        if (session is null)
            Sessions.Add(session = new SpoolSession(id));
        var segment = new SpoolSegment(path, number, id);
        session.Segments.Add(segment);
        ReadRecords(bytes, segment);
        session.Highest = Math.Max(session.Highest, segment.Last);
        if (segment.Length < bytes.Length)
            Cut(segment, bytes.Length);
    }

    private void ReadRecords(byte[] bytes, SpoolSegment segment)
    {
        var damaged = 0;
        var offset = SpoolFormat.HeaderSize;
        while (SpoolFormat.TryReadRecord(bytes.AsSpan(offset), out var record))
        {
            var size = SpoolFormat.RecordSize + record.Length;
            if (size > bytes.Length - offset)
                break;
            if (SpoolFormat.IsIntact(bytes.AsSpan(offset, size)))
                Take(record, new SpoolPlace(offset + SpoolFormat.RecordSize, record.Length), bytes, segment);
            else
                damaged++;
            offset += size;
        }
        segment.Length = offset;
        if (damaged > 0)
            logger.SpoolRecordsDamaged(segment.Path, damaged);
    }

    private void Take(SpoolRecord record, SpoolPlace place, byte[] bytes, SpoolSegment segment)
    {
        switch (record.Kind)
        {
            case SpoolRecordKind.Catalog:
                segment.Catalog = place;
                break;
            case SpoolRecordKind.Batch when record.Sequence > segment.Last:
                segment.Add(record.Sequence, place, record.Samples);
                break;
            case SpoolRecordKind.Acknowledged:
                if (WatermarkCodec.TryRead(bytes.AsSpan(place.Offset, place.Length), out var session, out var ranges))
                    acknowledged.Add((session, ranges));
                break;
        }
    }

    private void Cut(SpoolSegment segment, int length)
    {
        logger.SpoolTailCut(segment.Path, segment.Length, length - segment.Length);
        RandomAccess.SetLength(segment.File, segment.Length);
        segment.Dispose();
    }

    private void SetAside(string path, int length)
    {
        if (length <= SpoolFormat.HeaderSize)
        {
            File.Delete(path);
            return;
        }
        File.Move(path, Path.ChangeExtension(path, ".damaged"), overwrite: true);
        logger.SpoolSegmentDamaged(path, length);
    }
}
