using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>Where the parts of a CAN frame lie in a record, by the names that ASAM's bus logging gives them.</summary>
internal sealed class Mf4CanRecord
{
    private static readonly (string Name, CanFrameKind Kind)[] Kinds =
        [("CAN_DataFrame", CanFrameKind.Data), ("CAN_RemoteFrame", CanFrameKind.Remote), ("CAN_ErrorFrame", CanFrameKind.Error)];

    private readonly CanFrameKind kind;
    private readonly Mf4Field time;
    private readonly Mf4Field? bus;
    private readonly Mf4Field? id;
    private readonly Mf4Field? isExtended;
    private readonly Mf4Field? length;
    private readonly Mf4Field? lengthCode;
    private readonly Mf4Field? bytes;

    private Mf4CanRecord(CanFrameKind kind, Mf4Field time, Func<string, Mf4Field?> find)
    {
        (this.kind, this.time) = (kind, time);
        (bus, id, isExtended, length, bytes) = (find("BusChannel"), find("ID"), find("IDE"), find("DataLength"), find("DataBytes"));
        lengthCode = find("DLC");
    }

    /// <summary>Link to the bytes that records point into; 0 when each record has its own.</summary>
    public long BytesLink => bytes is { Kind: 1 } ? bytes.Data : 0;

    /// <summary>How to read the records of a group; null when they are no CAN frames.</summary>
    /// <exception cref="SourceException">They should be, and lack something.</exception>
    public static Mf4CanRecord? Of(Mf4File file, long group, IReadOnlyList<Mf4Field> fields, int recordBytes)
    {
        foreach (var (name, kind) in Kinds)
        {
            if (!fields.Any(field => field.Name == name))
                continue;
            Mf4Field? Find(string part) => fields.FirstOrDefault(field => field.Name.EndsWith($"{name}.{part}", StringComparison.Ordinal));
            var time = fields.FirstOrDefault(field => field.Kind is 2 or 3) ?? throw file.Error(group, $"{name} has no time");
            var record = new Mf4CanRecord(kind, time, Find);
            var numbers = new[] { time, record.bus, record.id, record.isExtended, record.length, record.lengthCode, record.BytesLink != 0 ? record.bytes : null };
            if (numbers.OfType<Mf4Field>().FirstOrDefault(field => !field.FitsAsNumber(recordBytes)) is { } odd)
                throw file.Error(group, $"'{odd.Name}' is no number within its record");
            if (kind == CanFrameKind.Data && (record.id is null || record.bytes is null))
                throw file.Error(group, $"{name} has no {(record.id is null ? "ID" : "DataBytes")}");
            if (record is { BytesLink: 0, bytes: { } own } && own.ByteOffset + (ulong)own.Bytes > (ulong)recordBytes)
                throw file.Error(group, $"'{own.Name}' is longer than its record");
            return record;
        }
        return null;
    }

    /// <summary>Where the record's bytes begin, where it has none of its own.</summary>
    public long BytesOffset(ReadOnlySpan<byte> record) => (long)bytes!.Bits(record);

    /// <summary>Time since the file's start, nanoseconds.</summary>
    public Int128 Nanos(ReadOnlySpan<byte> record) => time.Nanos(record);

    /// <summary>Fills the frame but for its time; null when it did, else what is wrong.</summary>
    /// <param name="record">The record.</param>
    /// <param name="data">Its bytes, where it has none of its own.</param>
    /// <param name="frame">What is filled.</param>
    public string? Fill(ReadOnlySpan<byte> record, ReadOnlySpan<byte> data, CanFrame frame)
    {
        var channel = bus?.Bits(record) ?? 0;
        if (channel > long.MaxValue || BusNumbers.NameOf((long)channel) is not { } name)
            return $"a frame is of bus {channel}";
        var number = id?.Bits(record) ?? 0;
        (frame.Bus, frame.Kind) = (name, kind);
        frame.IsExtended = isExtended?.Bits(record) is > 0;
        // Some writers leave the mark of an extended id in its highest bit.
        frame.IsExtended |= (number & 0x8000_0000) != 0;
        number &= 0x7FFF_FFFF;
        if (number > (frame.IsExtended ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId))
            return $"a frame has the id {number:X}, which has more than {(frame.IsExtended ? 29 : 11)} bits";
        frame.Id = (uint)number;
        if (kind != CanFrameKind.Data)
            data = [];
        else if (BytesLink == 0)
            data = record.Slice((int)bytes!.ByteOffset, bytes.Bytes);
        if (kind == CanFrameKind.Data && LengthOf(record) is var said && said < (ulong)data.Length)
            data = data[..(int)said];
        if (data.Length > CanFrame.MaximumDataBytes)
            return $"a frame has {data.Length} bytes of data";
        frame.SetData(data);
        return null;
    }

    /// <summary>Bytes that the record says the frame has: by their number, else by the code on the bus.</summary>
    private ulong LengthOf(ReadOnlySpan<byte> record) =>
        length?.Bits(record) ?? lengthCode?.Bits(record) switch
        {
            null => ulong.MaxValue,
            <= 8 and var bytes => bytes,
            <= 12 and var code => (code - 6) * 4,
            var code => (Math.Min(code.Value, 15) - 11) * 16,
        };
}
