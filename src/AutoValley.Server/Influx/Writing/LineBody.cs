using AutoValley.Server.Ingest;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// Lines of a body into rows: the next line is taken to look like one before it of the same measurement and tags, so that its fields' names are compared with what
/// is expected and values go straight into columns. Used by one body at a time, and again by others.
/// </summary>
internal sealed class LineBody(LineTargets targets, LineLimits limits)
{
    // Behind as many values, or with as many shapes, the memory is given back: it may be larger than what comes now needs.
    private const long MaximumKeptSamples = 16 << 20;
    private const int MaximumKeptShapes = 4_096;
    private const string NoBits = "a field ':bits' of telemetry is 16 hexadecimal digits";

    private readonly Dictionary<LineTarget, List<LineRows>> known = [];
    private readonly List<(byte[] Name, LineValueKind Kind)> fields = [];
    private readonly Dictionary<(ServerSession Session, uint Signal), LineRows> singles = [];
    private readonly List<LineRows> touched = [];
    private LineTarget? lastTarget;
    private byte[] lastKey = [];
    private int lastKeyLength;
    private List<LineRows> candidates = [];
    private int likely;
    private int line;
    private int samples;
    private int columns;
    private int textBytes;
    private int texts;
    private long kept;

    /// <summary>Rows of all shapes that came.</summary>
    public IReadOnlyList<LineRows> Rows => touched;

    /// <summary>Whether they go into a batch before another line is taken.</summary>
    public bool IsFull => limits.AreReached(samples, columns, textBytes);

    /// <summary>Takes the line that the reader is at.</summary>
    /// <param name="reader">At a line.</param>
    /// <param name="head">What is the same for all lines.</param>
    /// <returns>Why the line is refused; null when it is taken.</returns>
    public string? Take(ref LineProtocolReader reader, LineHead head)
    {
        line++;
        if (reader.Fault != LineFault.None)
            return KeyFaultOf(reader.Key) ?? reader.Fault.ToText();
        if (FindTarget(reader.Key, head, out var fault) is not { } target)
            return fault;
        for (var tried = 0; tried < candidates.Count; tried++)
        {
            if (TryTake(ref reader, candidates[likely], head, out fault))
                return fault;
            reader.RestartFields();
            likely = (likely + 1) % candidates.Count;
        }
        return TakeNew(ref reader, target, head);
    }

    /// <summary>No row counts any more; the memory stays, within bounds.</summary>
    public void Clear()
    {
        foreach (var rows in touched)
            rows.Clear();
        touched.Clear();
        kept += samples;
        (samples, columns, textBytes, line) = (0, 0, 0, 0);
        // What comes next may be another database's.
        lastTarget = null;
        if (kept <= MaximumKeptSamples && known.Count + singles.Count <= MaximumKeptShapes)
            return;
        known.Clear();
        singles.Clear();
        (candidates, kept) = ([], 0);
    }

    private LineTarget? FindTarget(ReadOnlySpan<byte> key, LineHead head, out string? fault)
    {
        fault = null;
        if (lastTarget is { Session.IsClosed: false } && key.SequenceEqual(lastKey.AsSpan(0, lastKeyLength)))
            return lastTarget;
        lastTarget = targets.Find(head.Organisation, key, out fault);
        if (lastTarget is null)
            return null;
        if (lastKey.Length < key.Length)
            lastKey = new byte[key.Length * 2];
        key.CopyTo(lastKey);
        lastKeyLength = key.Length;
        if (!known.TryGetValue(lastTarget, out candidates!))
            known.Add(lastTarget, candidates = [.. lastTarget.Shapes.Select(shape => new LineRows(lastTarget, shape))]);
        likely = 0;
        return lastTarget;
    }

    // False when the line does not look like this; else it is taken, or refused with a fault.
    private bool TryTake(ref LineProtocolReader reader, LineRows rows, LineHead head, out string? fault)
    {
        texts = 0;
        var isLike = TryRead(ref reader, rows, head, out fault);
        if (isLike && fault is null)
            textBytes += texts;
        else if (texts > 0)
            rows.Forget();
        return isLike;
    }

    private bool TryRead(ref LineProtocolReader reader, LineRows rows, LineHead head, out string? fault)
    {
        fault = null;
        var (slots, values, row) = (rows.Shape.Slots, rows.Columns, rows.Count);
        rows.Reserve();
        for (var index = 0; index < slots.Length; index++)
        {
            var slot = slots[index];
            if (!reader.NextField(slot.Name) || LineTarget.TypeOf(reader.Value.Kind) != slot.Written)
                return false;
            var value = reader.Value;
            if (value.Kind is LineValueKind.Text or LineValueKind.Unsigned && (fault = FaultOf(value, slots.Length)) is not null)
                return true;
            if (!values[index].TrySet(row, value))
            {
                fault = NoBits;
                return true;
            }
        }
        if (!reader.IsBehindFields)
            return false;
        if (!reader.ReadTime(head.Precision, head.Now, out var time))
        {
            fault = reader.Fault.ToText();
            return true;
        }
        Commit(rows, time);
        return true;
    }

    private string? TakeNew(ref LineProtocolReader reader, LineTarget target, LineHead head)
    {
        fields.Clear();
        while (reader.NextField())
        {
            if (fields.Count == limits.MaximumFields)
                return $"more than {limits.MaximumFields} fields (Ingest:MaximumColumns, half of Ingest:MaximumSamples)";
            fields.Add(([.. reader.FieldName, (byte)'='], reader.Value.Kind));
        }
        if (reader.Fault != LineFault.None)
            return reader.Fault.ToText();
        if (limits.FaultOf(fields.Count, textBytes: 0) is { } tooLarge)
            return tooLarge;
        if (target.Add(fields, out var fault) is { } shape)
        {
            likely = candidates.Count;
            candidates.Add(new LineRows(target, shape));
            reader.RestartFields();
            return TryTake(ref reader, candidates[likely], head, out fault) ? fault : "fields that change while they are read";
        }
        return fault ?? TakeOneByOne(ref reader, target, head);
    }

    // Lines of too many shapes: each of their fields is a shape of its own.
    private string? TakeOneByOne(ref LineProtocolReader reader, LineTarget target, LineHead head)
    {
        if (!reader.ReadTime(head.Precision, head.Now, out var time))
            return reader.Fault.ToText();
        reader.RestartFields();
        var put = new HashSet<LineRows>();
        texts = 0;
        string? fault = null;
        for (var index = 0; fault is null && index < fields.Count; index++)
        {
            reader.NextField();
            fault = PutOne(reader.Value, fields[index], target, put);
        }
        foreach (var rows in put)
        {
            if (fault is null)
                Commit(rows, time);
            else
                rows.Forget();
        }
        textBytes += fault is null ? texts : 0;
        return fault;
    }

    private string? PutOne(LineValue value, (byte[] Name, LineValueKind Kind) field, LineTarget target, HashSet<LineRows> put)
    {
        if (target.AddOne(field, out var fault) is not { } shape || (fault = FaultOf(value, fields.Count)) is not null)
            return fault;
        if (!singles.TryGetValue((target.Session, shape.Slots[0].Signal), out var rows))
            singles.Add((target.Session, shape.Slots[0].Signal), rows = new LineRows(target, shape) { AreOfFields = true });
        rows.Reserve();
        // The later of two values of a field counts.
        put.Add(rows);
        return rows.Columns[0].TrySet(rows.Count, value) ? null : NoBits;
    }

    private void Commit(LineRows rows, long time)
    {
        if (rows.Count == 0)
        {
            touched.Add(rows);
            columns += rows.Columns.Length;
        }
        rows.Commit(time, line);
        samples += rows.Columns.Length;
    }

    // A text is counted here, of a line with so many fields.
    private string? FaultOf(LineValue value, int count)
    {
        if (value.Kind == LineValueKind.Unsigned && value.Unsigned > long.MaxValue)
            return $"{value.Unsigned}u is more than {long.MaxValue}, the greatest integer here";
        if (value.Kind != LineValueKind.Text)
            return null;
        var length = value.TextLength;
        texts += length;
        return length > TelemetryLines.MaximumTextBytes
            ? $"a text of {length} bytes, at most {TelemetryLines.MaximumTextBytes}" : limits.FaultOf(count, texts);
    }

    private static string? KeyFaultOf(ReadOnlySpan<byte> key)
    {
        var reader = new LineKeyReader(key);
        while (reader.Fault == LineFault.None && (reader.Measurement.IsEmpty ? reader.TryReadMeasurement() : reader.TryReadTag()))
        {
        }
        return reader.Fault == LineFault.None ? null : reader.Fault.ToText();
    }
}
