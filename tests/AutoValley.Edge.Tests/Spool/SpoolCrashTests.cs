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
        file = File.ReadAllBytes(path);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_FileCutAtAnyByte_KeepsEveryWholeRecord()
    {
        var ends = RecordEnds();
        for (var length = 0; length <= file.Length; length++)
        {
            File.WriteAllBytes(path, file[..length]);
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
    public void Open_AnyByteDamaged_LosesAtMostWhatItTouched()
    {
        var ends = RecordEnds();
        for (var offset = SpoolFormat.HeaderSize; offset < file.Length; offset++)
        {
            var damaged = file.ToArray();
            damaged[offset] ^= 0x55;
            File.WriteAllBytes(path, damaged);
            var before = ends.Where(end => end.Offset <= offset && end.Sequence > 2).Select(end => end.Sequence).ToList();

            using (var spool = folder.Open(SessionId.New()))
            {
                var pending = SpoolFolder.Pending(spool, session);
                Assert.Empty(before.Except(pending));
                Assert.All(pending, sequence => Assert.Equal(SpoolFolder.Payload(sequence), spool.Read(session, sequence)));
            }
        }
    }

    [Fact]
    public void Open_DamagedPayload_KeepsTheRecordsBehindIt()
    {
        var damaged = file.ToArray();
        damaged[RecordEnds().Find(end => end.Sequence == 4).Offset - 1] ^= 0x55;
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

        using var spool = folder.Open(SessionId.New());
        Assert.Equal([3UL, 4UL, 5UL, 6UL], SpoolFolder.Pending(spool, session));
        Assert.Equal(file.Length, new FileInfo(path).Length);
    }

    [Fact]
    public void Open_LaterVersion_IsRefusedAndKept()
    {
        var later = SpoolFormat.WriteHeader(session, 1, SpoolFolder.Vehicle);
        later[7] = 2;
        BitConverter.TryWriteBytes(later.AsSpan(188), Telemetry.Batches.Crc32C.Compute(later.AsSpan(0, 188)));
        File.WriteAllBytes(path, later);

        Assert.Contains("spool format 2", Assert.Throws<SpoolException>(() => folder.Open(SessionId.New())).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    // Read by the text of FORMAT.md alone.
    private List<(int Offset, SpoolRecordKind Kind, ulong Sequence)> RecordEnds()
    {
        var ends = new List<(int, SpoolRecordKind, ulong)>();
        for (var offset = 192; offset < file.Length;)
        {
            var (kind, sequence) = ((SpoolRecordKind)file[offset + 8], BitConverter.ToUInt64(file, offset + 16));
            offset += 24 + BitConverter.ToInt32(file, offset);
            ends.Add((offset, kind, sequence));
        }
        return ends;
    }
}
