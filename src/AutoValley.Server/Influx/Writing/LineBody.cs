using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// Lines of a body into rows: the next line is taken to look like one before it of the same measurement and tags, so that its fields' names are compared with what
/// is expected and values go straight into columns. Used by one body at a time, and again by others.
/// </summary>
internal sealed class LineBody(LineTargets targets, InfluxOptions options)
{
    // Behind as many values, or with as many shapes, the memory is given back: it may be larger than what comes now needs.
    private const long MaximumKeptSamples = 16 << 20;
    private const int MaximumKeptShapes = 4_096;
    private const string NoBits = "a field ':bits' of telemetry is 16 hexadecimal digits";

    private readonly Dictionary<LineTarget, List<LineRows>> known = [];
    private readonly List<(byte[] Name, LineValueKind Kind)> fields = [];
    private readonly Dictionary<(LineSession Session, uint Signal), LineRows> singles = [];
    private readonly List<LineRows> touched = [];
    private LineTarget? lastTarget;
    private byte[] lastKey = [];
    private int lastKeyLength;
    private List<LineRows> candidates = [];
    private int likely;
    private int line;
    private long kept;

    /// <summary>Rows of all shapes that came.</summary>
    public IReadOnlyList<LineRows> Rows => touched;

    /// <summary>Values in them.</summary>
    public int SampleCount { get; private set; }

    /// <summary>Columns in them.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>Bytes of texts in them, about.</summary>
    public int TextBytes { get; private set; }

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
        kept += SampleCount;
        (SampleCount, ColumnCount, TextBytes, line) = (0, 0, 0, 0);
        if (kept <= MaximumKeptSamples && known.Count + singles.Count <= MaximumKeptShapes)
            return;
        known.Clear();
        singles.Clear();
        (lastTarget, candidates, kept) = (null, [], 0);
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
        fault = null;
        var (slots, columns, row, texts) = (rows.Shape.Slots, rows.Columns, rows.Count, 0);
        rows.Reserve();
        for (var index = 0; index < slots.Length; index++)
        {
            var slot = slots[index];
            if (!reader.NextField(slot.Name) || LineTarget.TypeOf(reader.Value.Kind) != slot.Written)
                return false;
            var value = reader.Value;
            if (value.Kind is LineValueKind.Text or LineValueKind.Unsigned)
            {
                texts += value.Raw.Length;
                if ((fault = FaultOf(value)) is not null)
                    return true;
            }
            if (!columns[index].TrySet(row, value))
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
        TextBytes += texts;
        return true;
    }

    private string? TakeNew(ref LineProtocolReader reader, LineTarget target, LineHead head)
    {
        fields.Clear();
        while (reader.NextField())
        {
            if (fields.Count == head.MaximumFields)
                return $"more than {head.MaximumFields} fields (Ingest:MaximumColumns)";
            fields.Add(([.. reader.FieldName, (byte)'='], reader.Value.Kind));
        }
        if (reader.Fault != LineFault.None)
            return reader.Fault.ToText();
        if (target.Add(fields, out var fault) is { } shape)
        {
            AddCandidate(target, shape);
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
        var taken = new List<LineRows>();
        foreach (var field in fields)
        {
            reader.NextField();
            if (target.AddOne(field, out var fault) is not { } shape || (fault = FaultOf(reader.Value)) is not null)
                return fault;
            if (!singles.TryGetValue((target.Session, shape.Slots[0].Signal), out var rows))
                singles.Add((target.Session, shape.Slots[0].Signal), rows = new LineRows(target, shape) { AreOfFields = true });
            rows.Reserve();
            if (!rows.Columns[0].TrySet(rows.Count, reader.Value))
                return NoBits;
            TextBytes += reader.Value.Raw.Length;
            // The later of two values of a field counts.
            if (!taken.Contains(rows))
                taken.Add(rows);
        }
        foreach (var rows in taken)
            Commit(rows, time);
        return null;
    }

    private void Commit(LineRows rows, long time)
    {
        if (rows.Count == 0)
        {
            touched.Add(rows);
            ColumnCount += rows.Columns.Length;
        }
        rows.Commit(time, line);
        SampleCount += rows.Columns.Length;
    }

    private LineRows AddCandidate(LineTarget target, LineShape shape)
    {
        var rows = new LineRows(target, shape);
        likely = candidates.Count;
        candidates.Add(rows);
        return rows;
    }

    private string? FaultOf(LineValue value) => value.Kind switch
    {
        LineValueKind.Unsigned when value.Unsigned > long.MaxValue => $"{value.Unsigned}u is more than {long.MaxValue}, the greatest integer here",
        LineValueKind.Text when value.Raw.Length > options.MaximumTextBytes => $"a text of {value.Raw.Length} bytes, at most {options.MaximumTextBytes}",
        _ => null,
    };

    private static string? KeyFaultOf(ReadOnlySpan<byte> key)
    {
        var reader = new LineKeyReader(key);
        while (reader.Fault == LineFault.None && (reader.Measurement.IsEmpty ? reader.TryReadMeasurement() : reader.TryReadTag()))
        {
        }
        return reader.Fault == LineFault.None ? null : reader.Fault.ToText();
    }
}
