using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Batches;

/// <summary>Finds where the values of the messages TimeBase and Column lie, and how many there are, without decoding them.</summary>
internal static class ColumnLocator
{
    private const string NotProtobuf = "no protobuf";

    public static BatchError TimeBase(ReadOnlySpan<byte> payload, ByteSpan message, out LocatedTimes times, out string reason)
    {
        times = default;
        var reader = new WireReader(message.Of(payload), message.Start);
        var (choice, choices, bytes) = (0, 0, default(ByteSpan));
        while (reader.Next())
        {
            if (reader.Field is TelemetryFields.TimeBase.Plain or TelemetryFields.TimeBase.Encoded)
                (choice, choices, bytes) = (reader.Field, choices + 1, reader.SpanField());
            else
                reader.Skip();
        }
        if (reader.Failed || choices != 1)
        {
            reason = reader.Failed ? NotProtobuf : $"times given {choices} times";
            return BatchError.Malformed;
        }
        var isEncoded = choice == TelemetryFields.TimeBase.Encoded;
        var error = isEncoded
            ? Header(bytes.Of(payload), out var header, out reason)
            : Plain(bytes.Of(payload), SignalType.Integer, out header, out reason);
        if (error == BatchError.None && isEncoded != (header.Kind == ColumnKind.Times))
            (error, reason) = (BatchError.Encoding, $"encoded {header.Kind} where times belong");
        times = new LocatedTimes(header.Count, isEncoded, bytes);
        return error;
    }

    public static BatchError Column(ReadOnlySpan<byte> payload, ByteSpan message, out BatchColumn column, out long textBytes, out string reason)
    {
        (textBytes, reason) = (0, "");
        if (UsualColumn.TryRead(message.Of(payload), message.Start, out column))
            return BatchError.None;
        var reader = new WireReader(message.Of(payload), message.Start);
        var (choice, choices, bytes, signal, timeBase) = (0, 0, default(ByteSpan), 0UL, 0UL);
        while (reader.Next())
        {
            if (reader.Field == TelemetryFields.Column.Signal)
                signal = reader.VarintField();
            else if (reader.Field == TelemetryFields.Column.TimeBase)
                timeBase = reader.VarintField();
            else if (reader.Field is >= TelemetryFields.Column.Doubles and <= TelemetryFields.Column.Encoded)
                (choice, choices, bytes) = (reader.Field, choices + 1, reader.SpanField());
            else
                reader.Skip();
        }
        if (reader.Failed || choices != 1)
        {
            reason = reader.Failed ? NotProtobuf : $"values given {choices} times";
            return BatchError.Malformed;
        }
        if (signal is 0 or > uint.MaxValue)
        {
            reason = $"signal {signal}";
            return BatchError.Signal;
        }
        var isEncoded = choice == TelemetryFields.Column.Encoded;
        var error = isEncoded
            ? Header(bytes.Of(payload), out var header, out reason)
            : Plain(bytes.Of(payload), TypeOf(choice), out header, out reason);
        if (error == BatchError.None && header.Kind == ColumnKind.Times)
            (error, reason) = (BatchError.Encoding, "encoded times where values belong");
        var place = (int)Math.Min(timeBase, int.MaxValue);
        column = new BatchColumn((uint)signal, place, header.Count, (SignalType)header.Kind, isEncoded) { Values = bytes };
        textBytes = header.TextBytes;
        return error;
    }

    private static SignalType TypeOf(int field) => (SignalType)(field - TelemetryFields.Column.Doubles + (int)SignalType.Double);

    private static BatchError Header(ReadOnlySpan<byte> bytes, out ColumnHeader header, out string reason)
    {
        reason = "";
        if (ColumnCodec.TryReadHeader(bytes, out header))
            return BatchError.None;
        reason = "encoded bytes without a column's header";
        return BatchError.Encoding;
    }

    private static BatchError Plain(ReadOnlySpan<byte> message, SignalType type, out ColumnHeader header, out string reason)
    {
        var count = PlainValues.Count(message, type);
        var textBytes = count > 0 && type == SignalType.Text ? PlainValues.TextBytes(message) : 0;
        header = new ColumnHeader((ColumnKind)type, count, textBytes);
        reason = count < 0 ? $"no plain {type} values" : "";
        return count < 0 ? BatchError.Malformed : BatchError.None;
    }
}
