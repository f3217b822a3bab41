using System.Buffers.Binary;

namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>
/// The CAN frames of one data group, in the order recorded. Where kinds of records are mixed, each begins with its id; those that are bytes for others
/// (<see cref="Mf4Group.IsBytes"/>) may come before the record that points to them, or behind it.
/// </summary>
internal sealed class Mf4Records
{
    /// <summary>Records that wait for their bytes, and bytes that wait for their records, at most.</summary>
    private const int MaximumWaiting = 65_536;

    private readonly Mf4File file;
    private readonly int idBytes;
    private readonly Dictionary<ulong, Mf4Group> groups;
    private readonly Mf4Bytes data;
    private readonly Dictionary<long, Mf4Bytes> otherBytes = [];
    private readonly Dictionary<(long Group, long Offset), byte[]> waitingBytes = [];
    private readonly Dictionary<long, long> bytesSoFar = [];
    private readonly Queue<(Mf4Group Group, byte[] Record)> waitingRecords = new();
    private long position;
    private bool isAtEnd;

    /// <exception cref="SourceException">The group is broken.</exception>
    public Mf4Records(Mf4File file, Mf4Block block)
    {
        this.file = file;
        idBytes = file.Data(block, 1)[0];
        if (idBytes is not (0 or 1 or 2 or 4 or 8))
            throw file.Error(block.Offset, $"record ids of {idBytes} bytes");
        var all = file.List(Mf4File.Link(block, 1), "CG").Select(group => Mf4Group.Read(file, group)).ToArray();
        if (idBytes == 0 && all.Length > 1)
            throw file.Error(block.Offset, $"{all.Length} kinds of records without ids");
        if (all.DistinctBy(group => group.RecordId).Count() < all.Length)
            throw file.Error(block.Offset, "two kinds of records have one id");
        groups = all.ToDictionary(group => idBytes == 0 ? 0 : group.RecordId);
        HasFrames = all.Any(group => group.Frame is not null);
        data = new Mf4Bytes(file, HasFrames ? Mf4File.Link(block, 2) : 0);
        foreach (var link in all.Select(group => group.Frame?.BytesLink ?? 0).Where(link => link != 0).Distinct())
        {
            if (!all.Any(group => group.Offset == link))
                otherBytes[link] = new Mf4Bytes(file, link);
        }
    }

    /// <summary>Whether any of its records are CAN frames.</summary>
    public bool HasFrames { get; }

    /// <summary>Whether the data end inside of a record, or without the bytes of one.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Time of the frame, nanoseconds since the file's start.</summary>
    public Int128 Nanos { get; private set; }

    /// <summary>Reads the next frame; false at the end.</summary>
    /// <exception cref="SourceException">The data are broken.</exception>
    public bool Read(CanFrame frame)
    {
        while (true)
        {
            if (waitingRecords.TryPeek(out var next) && TryFindBytes(next.Group, next.Record, out var bytes))
            {
                waitingRecords.Dequeue();
                if (next.Group.Frame!.Fill(next.Record, bytes, frame) is { } reason)
                    throw file.Error(next.Group.Offset, reason);
                Nanos = next.Group.Frame.Nanos(next.Record);
                return true;
            }
            if (isAtEnd)
            {
                IsCutOff |= waitingRecords.Count > 0;
                return false;
            }
            isAtEnd = !TryReadRecord();
        }
    }

    private bool TryReadRecord()
    {
        if (position == data.Length)
            return false;
        Span<byte> id = stackalloc byte[8];
        id.Clear();
        if (!data.TryRead(position, id[..idBytes]))
            return CutOff();
        if (!groups.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(id), out var group))
            throw file.Error(position, $"there is no kind of record with id {BinaryPrimitives.ReadUInt64LittleEndian(id)}, at this byte of the data");
        return group.IsBytes ? TryReadBytes(group) : TryReadRecord(group);
    }

    private bool TryReadRecord(Mf4Group group)
    {
        if (group.Frame is null)
        {
            position += idBytes + group.RecordBytes;
            return position <= data.Length || CutOff();
        }
        var record = new byte[group.RecordBytes];
        if (record.Length == 0 || !data.TryRead(position + idBytes, record))
            return CutOff();
        if (waitingRecords.Count == MaximumWaiting)
            throw file.Error(position, $"more than {MaximumWaiting} records wait for their bytes");
        waitingRecords.Enqueue((group, record));
        position += idBytes + record.Length;
        return true;
    }

    private bool TryReadBytes(Mf4Group group)
    {
        Span<byte> head = stackalloc byte[4];
        if (!data.TryRead(position + idBytes, head))
            return CutOff();
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (length > data.Length - position)
            return CutOff();
        var bytes = new byte[length];
        if (!data.TryRead(position + idBytes + head.Length, bytes))
            return CutOff();
        if (waitingBytes.Count == MaximumWaiting)
            throw file.Error(position, $"more than {MaximumWaiting} pieces of bytes wait for their records");
        var offset = bytesSoFar.GetValueOrDefault(group.Offset);
        waitingBytes[(group.Offset, offset)] = bytes;
        bytesSoFar[group.Offset] = offset + head.Length + length;
        position += idBytes + head.Length + length;
        return true;
    }

    private bool TryFindBytes(Mf4Group group, ReadOnlySpan<byte> record, out byte[] bytes)
    {
        bytes = [];
        if (group.Frame!.BytesLink is not (not 0 and var link))
            return true;
        var offset = group.Frame.BytesOffset(record);
        if (!otherBytes.TryGetValue(link, out var other))
            return waitingBytes.Remove((link, offset), out bytes!) || (bytes = []).Length > 0;
        Span<byte> head = stackalloc byte[4];
        if (!other.TryRead(offset, head))
            throw file.Error(group.Offset, $"a frame's bytes are to be at {offset}, and there are {other.Length}");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (length > CanFrame.MaximumDataBytes)
            throw file.Error(group.Offset, $"a frame has {length} bytes of data");
        bytes = new byte[length];
        return other.TryRead(offset + head.Length, bytes) ? true : throw file.Error(group.Offset, $"a frame's bytes at {offset} are cut off");
    }

    private bool CutOff()
    {
        IsCutOff = true;
        return false;
    }
}
