using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Spool;

/// <summary>What a crash or a bad disk leaves behind: whole records are never lost, nothing acknowledged comes twice without need.</summary>
public sealed class SpoolCrashTests : IDisposable
{
    private const int Batches = 6;

    private readonly SpoolFolder folder = new();
    private readonly SessionId session = SessionId.New();
    // As a closed spool leaves it, with an index at its end.
    private readonly byte[] closed;

    // As a killed agent leaves it.
    private readonly byte[] file;
    private readonly string path;

    public SpoolCrashTests()
    {
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 3);
            spool.Acknowledge(session, [new(1, 2)]);
            spool.Maintain();
            SpoolFolder.Append(spool, 4, Batches);
        }
        path = Assert.Single(folder.Segments);
        closed = File.ReadAllBytes(path);
        file = closed[..RecordEnds(closed).First(end => end.Kind == SpoolRecordKind.Index).Start];
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_FileCutAtAnyByte_KeepsEveryWholeRecord()
    {
        var ends = RecordEnds(file);
        for (var length = 0; length <= closed.Length; length++)
        {
            File.WriteAllBytes(path, closed[..length]);
            // What lies in the file as a whole: batch 1, 2, 3, then the acknowledgement of 1 and 2, then 4, 5, 6.
            List<ulong> whole = [.. ends.Where(end => end.Sequence > 0 && end.Offset <= length).Select(end => end.Sequence)];
            var acknowledged = ends.Exists(end => end.Kind == SpoolRecordKind.Acknowledged && end.Offset <= length);
            var expected = whole.Where(sequence => !acknowledged || sequence > 2).ToList();

            using (var spool = folder.Open(SessionId.New()))
            {
                Assert.Equal(expected, SpoolFolder.Pending(spool, session));
                foreach (var sequence in expected)
                    Assert.Equal(SpoolFolder.Payload(sequence), spool.Read(session, sequence));
                if (expected.Count > 0)
                    Assert.Equal(SpoolFolder.Catalog, spool.ReadCatalog(session));
                SpoolFolder.Append(spool, 1, 1);
            }
            foreach (var left in folder.Segments)
                File.Delete(left);
        }
    }

    [Fact]
    public void Open_AnyByteOfAKilledAgentsDamaged_LosesAtMostWhatItTouched()
    {
        for (var offset = SpoolFormat.HeaderSize; offset < file.Length; offset++)
        {
            var before = RecordEnds(file).Where(end => end.Offset <= offset && end.Sequence > 2).Select(end => end.Sequence);
            Assert.Empty(before.Except(ReadDamaged(file, offset)));
        }
    }

    [Fact]
    public void Open_AnyByteOfAClosedOneDamaged_LosesTheBatchItTouchedAndCountsIt()
    {
        for (var offset = SpoolFormat.HeaderSize; offset < closed.Length; offset++)
        {
            var touched = RecordEnds(closed).First(end => end.Start <= offset && offset < end.Offset);
            // A damaged index is made anew from the records; without the acknowledgement two batches come again, which the server knows by their numbers.
            // A record's length is in the index too.
            var lost = offset - touched.Start < sizeof(int) ? 0 : touched.Sequence;
            List<ulong> expected = [.. new[] { 3UL, 4UL, 5UL, 6UL }.Where(sequence => sequence != lost)];
            Assert.Equal(expected, ReadDamaged(closed, offset).Where(sequence => sequence > 2));
        }
    }

    [Fact]
    public void Open_DamagedPayload_KeepsTheRecordsBehindIt()
    {
        var damaged = file.ToArray();
        damaged[RecordEnds(file).Find(end => end.Sequence == 4).Offset - 1] ^= 0x55;
        File.WriteAllBytes(path, damaged);

        using var spool = folder.Open(SessionId.New());
        Assert.Equal([3UL, 5UL, 6UL], SpoolFolder.Pending(spool, session));
    }

    [Fact]
    public void Open_DamagedHead_SetsTheFileAside()
    {
        for (var offset = 0; offset < SpoolFormat.HeaderSize; offset++)
        {
            var damaged = file.ToArray();
            damaged[offset] ^= 0x55;
            File.WriteAllBytes(path, damaged);

            using (var spool = folder.Open(SessionId.New()))
                Assert.True(spool.IsEmpty);
            Assert.Empty(folder.Segments);
            Assert.Equal(damaged, File.ReadAllBytes(Path.ChangeExtension(path, ".damaged")));
        }
    }

    [Fact]
    public void Open_ZerosBehindTheLastRecord_CutsThem()
    {
        File.WriteAllBytes(path, [.. file, .. new byte[5000]]);

        using (var spool = folder.Open(SessionId.New()))
            Assert.Equal([3UL, 4UL, 5UL, 6UL], SpoolFolder.Pending(spool, session));
        // And the index that its agent did not come to write is there now, as the one of a closed spool but for the time of writing.
        Assert.Equal(closed.Length, new FileInfo(path).Length);
    }

    [Fact]
    public void Open_LaterVersion_IsRefusedAndKept()
    {
        var later = SpoolFormat.WriteHeader(session, 1, SpoolFolder.Vehicle);
        later[7] = 3;
        BitConverter.TryWriteBytes(later.AsSpan(188), Telemetry.Batches.Crc32C.Compute(later.AsSpan(0, 188)));
        File.WriteAllBytes(path, later);

        Assert.Contains("spool format 3", Assert.Throws<SpoolException>(() => folder.Open(SessionId.New())).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    // The batches that can be read; those that were on the shelf and could not are counted.
    private List<ulong> ReadDamaged(byte[] bytes, int offset)
    {
        var damaged = bytes.ToArray();
        damaged[offset] ^= 0x55;
        File.WriteAllBytes(path, damaged);
        using var spool = folder.Open(SessionId.New());
        var pending = SpoolFolder.Pending(spool, session);
        var read = pending.Where(sequence => spool.Read(session, sequence)?.AsSpan().SequenceEqual(SpoolFolder.Payload(sequence)) == true).ToList();
        Assert.Equal((pending.Count - read.Count) * SpoolFolder.SamplesPerBatch, spool.Status.Drops.Disk);
        Assert.Equal(read, SpoolFolder.Pending(spool, session));
        return read;
    }

    // Read by the text of FORMAT.md alone.
    private static List<(int Start, int Offset, SpoolRecordKind Kind, ulong Sequence)> RecordEnds(byte[] file)
    {
        var ends = new List<(int, int, SpoolRecordKind, ulong)>();
        for (var offset = 192; offset < file.Length;)
        {
            var (start, kind, sequence) = (offset, (SpoolRecordKind)file[offset + 8], BitConverter.ToUInt64(file, offset + 16));
            offset += 48 + BitConverter.ToInt32(file, offset);
            ends.Add((start, offset, kind, sequence));
        }
        return ends;
    }
}
