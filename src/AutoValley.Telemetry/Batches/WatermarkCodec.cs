using System.Buffers;

namespace AutoValley.Telemetry.Batches;

/// <summary>autovalley.v1.Watermark: which batches of a session are durable.</summary>
public static class WatermarkCodec
{
    /// <summary>Ranges of one watermark, at most.</summary>
    public const int MaximumRanges = 65_536;

    private const int SessionField = 1, DurableField = 2;
    private const int FirstField = 1, LastField = 2;

    /// <summary>
    /// The ranges that one watermark takes: all, or the newest when there are more. It stays true, because it says nothing of the rest,
    /// and readers merge it with what they were told before.
    /// </summary>
    public static IEnumerable<SequenceRange> Newest(IReadOnlyList<SequenceRange> durable) =>
        durable.Skip(Math.Max(0, durable.Count - MaximumRanges));

    /// <summary>
    /// The serialised watermark of the <see cref="Newest"/> ranges. They are ascending, merged and disjoint, as
    /// <see cref="SequenceRanges"/> keeps them.
    /// </summary>
    public static byte[] Write(SessionId session, IReadOnlyList<SequenceRange> durable)
    {
        var output = new ArrayBufferWriter<byte>();
        output.SessionField(SessionField, session);
        var message = new ArrayBufferWriter<byte>(32);
        foreach (var range in Newest(durable))
        {
            message.ResetWrittenCount();
            message.VarintField(FirstField, range.First);
            message.VarintField(LastField, range.Last);
            output.BytesField(DurableField, message.WrittenSpan);
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a watermark; false when the bytes are none, or its ranges are not ascending, merged, disjoint and from 1 up.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out SessionId session, out SequenceRange[] durable)
    {
        (session, durable) = (default, []);
        var ranges = new List<SequenceRange>();
        var hasSession = false;
        var reader = new WireReader(payload);
        while (reader.Next())
        {
            if (reader.Field == SessionField)
                hasSession = SessionId.TryRead(reader.BytesField(), out session);
            else if (reader.Field != DurableField)
                reader.Skip();
            else if (ranges.Count == MaximumRanges || !TryReadRange(reader.BytesField(), ranges, out var range))
                return false;
            else
                ranges.Add(range);
        }
        if (reader.Failed || !hasSession)
            return false;
        durable = [.. ranges];
        return true;
    }

    private static bool TryReadRange(ReadOnlySpan<byte> message, List<SequenceRange> before, out SequenceRange range)
    {
        var reader = new WireReader(message);
        range = default;
        while (reader.Next())
        {
            if (reader.Field == FirstField)
                range = range with { First = reader.VarintField() };
            else if (reader.Field == LastField)
                range = range with { Last = reader.VarintField() };
            else
                reader.Skip();
        }
        // Ranges that touch would have been merged: at least one number lies between.
        var follows = before.Count == 0 || (range.First > before[^1].Last && range.First - before[^1].Last > 1);
        return !reader.Failed && range.First > 0 && range.Last >= range.First && follows;
    }
}
