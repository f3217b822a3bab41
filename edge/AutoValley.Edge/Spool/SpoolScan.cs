using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Spool;

/// <summary>Finds the segments that earlier agents left: puts them on the shelf, cuts torn tails, applies what was acknowledged.</summary>
internal sealed class SpoolScan(SpoolOptions options, SpoolShelf shelf, SpoolClock clock, ILogger logger)
{
    private readonly List<(SessionId Session, SequenceRange[] Ranges)> acknowledged = [];
    private readonly List<SpoolSession> found = [];

    /// <summary>Highest segment number found.</summary>
    public uint HighestNumber { get; private set; }

    /// <exception cref="SpoolException">A file is of another vehicle or another version.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public void Run()
    {
        var paths = Directory.GetFiles(options.Folder, $"*{SpoolFormat.Extension}");
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (var path in paths)
            TryRead(path);
        foreach (var (session, ranges) in acknowledged)
            found.Find(known => known.Id == session)?.Acknowledge(ranges, new List<SpoolEntry>());
        shelf.Sessions.InsertRange(0, found);
        shelf.Trim();
    }

    private void TryRead(string path)
    {
        if (!uint.TryParse(Path.GetFileNameWithoutExtension(path), out var number))
            throw new SpoolException($"{path}: no segment of a spool");
        HighestNumber = Math.Max(HighestNumber, number);
        try
        {
            Read(path);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException and not SpoolException)
        {
            // One bad sector must not keep the agent from its other batches.
            logger.SpoolSegmentUnreadable(path, 0, error.Message);
        }
    }

    private void Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var head = SegmentContents.ReadBytes(file, 0, (int)Math.Min(length, SpoolFormat.HeaderSize));
        if (!SpoolFormat.TryReadHeader(head, out var id, out var vehicle))
        {
            SetAside(path, length);
            return;
        }
        if (vehicle != options.Vehicle)
            throw new SpoolException($"spool folder {options.Folder}: holds batches of {vehicle}, not of {options.Vehicle}; give each vehicle a folder");
        var contents = SegmentContents.Read(file, out var isIndexed);
        var segment = DiskSegment.Found(path, contents, shelf.Cache, clock);
        Add(id, segment);
        foreach (var place in contents.Acknowledged)
            ReadAcknowledged(segment, place);
        segment.Close();
        segment.Length = (int)(isIndexed ? length : Complete(path, contents, length));
    }

    private void ReadAcknowledged(DiskSegment segment, SpoolPlace place)
    {
        try
        {
            if (WatermarkCodec.TryRead(segment.Read(place), out var of, out var ranges))
                acknowledged.Add((of, ranges));
        }
        catch (SpoolException damaged)
        {
            // What it covers is sent again, and the server knows it by its numbers.
            logger.SpoolRecordsDamaged(damaged.Message, 1);
        }
    }

    private void Add(SessionId id, DiskSegment segment)
    {
        var session = found.Find(known => known.Id == id);
        if (session is null)
            found.Add(session = new SpoolSession(id));
        session.Segments.Add(segment);
        session.Highest = Math.Max(session.Highest, segment.Last);
    }

    // What a killed agent left: the next start shall not read it as a whole again.
    private long Complete(string path, SegmentContents contents, long length)
    {
        if (contents.Damaged > 0)
            logger.SpoolRecordsDamaged(path, contents.Damaged);
        if (contents.Length < length)
            logger.SpoolTailCut(path, contents.Length, length - contents.Length);
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.SetLength(file, contents.Length);
            return contents.Length + SpoolWriter.WriteIndex(file, contents, clock.Now, options);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            logger.SpoolUnindexed(path, error.Message);
            return length;
        }
    }

    private void SetAside(string path, long length)
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
