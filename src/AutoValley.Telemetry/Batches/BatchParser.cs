using System.Buffers.Binary;

namespace AutoValley.Telemetry.Batches;

/// <summary>Reads one batch into an empty envelope and checks it. The first error ends it.</summary>
internal ref struct BatchParser(ReadOnlySpan<byte> payload, BatchLimits limits, BatchEnvelope envelope)
{
    private readonly ReadOnlySpan<byte> payload = payload;
    private readonly BatchEnvelope envelope = envelope;
    private ByteSpan session;
    private long textBytes;

    public BatchError Error { get; private set; }

    public string Detail { get; private set; } = "";

    /// <summary>The envelope, or null with <see cref="Error"/> and <see cref="Detail"/> set.</summary>
    public BatchEnvelope? Parse()
    {
        // 1. The bytes are those that were sent.
        if (!CheckBytes())
            return null;
        // 2. They are a Batch; columns and time bases come in any order.
        var reader = new WireReader(payload[..^TelemetryFields.Batch.ChecksumLength]);
        while (Error == BatchError.None && reader.Next())
            ReadField(ref reader);
        if (reader.Failed)
            Fail(BatchError.Malformed, $"byte {reader.Offset}: no protobuf field of a batch");
        // 3. It has an identity and its columns fit their time bases.
        return Error == BatchError.None && CheckIdentity() && CheckColumns() ? envelope : null;
    }

    private bool CheckBytes()
    {
        if (payload.Length > limits.MaximumBytes)
            return Fail(BatchError.Limit, $"{payload.Length} bytes, at most {limits.MaximumBytes}");
        if (payload.Length < TelemetryFields.Batch.ChecksumLength || payload[^TelemetryFields.Batch.ChecksumLength] != TelemetryFields.Batch.ChecksumTag)
            return Fail(BatchError.ChecksumMissing, "the last field is not crc32c");
        var computed = Crc32C.Compute(payload[..^TelemetryFields.Batch.ChecksumLength]);
        var written = BinaryPrimitives.ReadUInt32LittleEndian(payload[^sizeof(uint)..]);
        return computed == written || Fail(BatchError.Checksum, $"crc32c is {written:x8}, that of the bytes {computed:x8}");
    }

    private void ReadField(ref WireReader reader)
    {
        switch (reader.Field)
        {
            case TelemetryFields.Batch.Session:
                session = reader.SpanField();
                break;
            case TelemetryFields.Batch.Sequence:
                envelope.Sequence = reader.VarintField();
                break;
            case TelemetryFields.Batch.BaseTime:
                envelope.BaseTime = reader.Fixed64Field();
                break;
            case TelemetryFields.Batch.SendTime:
                envelope.SendTime = reader.Fixed64Field();
                break;
            case TelemetryFields.Batch.Clock:
                ReadClock(reader.SpanField());
                break;
            case TelemetryFields.Batch.Times:
                ReadTimeBase(reader.SpanField());
                break;
            case TelemetryFields.Batch.Columns:
                ReadColumn(reader.SpanField());
                break;
            case TelemetryFields.Batch.Checksum:
                Fail(BatchError.Malformed, $"byte {reader.Offset}: crc32c is not the last field");
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadClock(ByteSpan message)
    {
        var reader = new WireReader(message.Of(payload), message.Start);
        var clock = envelope.Clock;
        while (reader.Next())
        {
            if (reader.Field == TelemetryFields.Clock.Source)
                clock = clock with { Source = (ClockSource)(int)reader.VarintField() };
            else if (reader.Field == TelemetryFields.Clock.OffsetNanos)
                clock = clock with { OffsetNanos = reader.SignedField() };
            else if (reader.Field == TelemetryFields.Clock.ErrorNanos)
                clock = clock with { ErrorNanos = reader.VarintField() };
            else
                reader.Skip();
        }
        envelope.Clock = clock;
        if (reader.Failed)
            Fail(BatchError.Malformed, $"byte {reader.Offset}: no clock quality");
    }

    private void ReadTimeBase(ByteSpan message)
    {
        var place = envelope.TimeBases.Count;
        if (place >= limits.MaximumColumns)
            Fail(BatchError.Limit, $"more than {limits.MaximumColumns} time bases");
        else if (ColumnLocator.TimeBase(payload, message, out var times, out var reason) is not BatchError.None and var error)
            Fail(error, $"time base {place}: {reason}");
        else if (times.Count > limits.MaximumSamples)
            Fail(BatchError.Limit, $"time base {place}: {times.Count} times, at most {limits.MaximumSamples}");
        else
            envelope.TimeBases.Add(times);
    }

    private void ReadColumn(ByteSpan message)
    {
        var place = envelope.Columns.Count;
        if (place >= limits.MaximumColumns)
            Fail(BatchError.Limit, $"more than {limits.MaximumColumns} columns");
        else if (ColumnLocator.Column(payload, message, out var column, out var columnText, out var reason) is not BatchError.None and var error)
            Fail(error, $"column {place}: {reason}");
        else if ((textBytes += columnText) > limits.MaximumTextBytes)
            Fail(BatchError.Limit, $"column {place}: {textBytes} bytes of text so far, at most {limits.MaximumTextBytes}");
        else
            envelope.Columns.Add(column);
    }

    private bool CheckIdentity()
    {
        if (!SessionId.TryRead(session.Of(payload), out var id))
            return Fail(BatchError.Session, $"session is {session.Length} bytes, not {SessionId.Size}");
        envelope.Session = id;
        return envelope.Sequence > 0 || Fail(BatchError.Sequence, "sequence is 0");
    }

    private bool CheckColumns()
    {
        long samples = 0;
        for (var place = 0; place < envelope.Columns.Count; place++)
        {
            var column = envelope.Columns[place];
            if (column.TimeBase >= envelope.TimeBases.Count)
                return Fail(BatchError.TimeBase, $"column {place}: time base {column.TimeBase} of {envelope.TimeBases.Count}");
            var times = envelope.TimeBases[column.TimeBase].Count;
            if (column.Count != times)
                return Fail(BatchError.Count, $"column {place}: count {column.Count} for {times} times");
            samples += times;
        }
        envelope.SampleCount = (int)Math.Min(samples, int.MaxValue);
        return samples <= limits.MaximumSamples || Fail(BatchError.Limit, $"{samples} samples, at most {limits.MaximumSamples}");
    }

    private bool Fail(BatchError error, string detail)
    {
        if (Error == BatchError.None)
            (Error, Detail) = (error, detail);
        return false;
    }
}
