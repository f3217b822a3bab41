using AutoValley.Server.Ingest;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Where the fields of lines with the same measurement and tags go. Safe for concurrent use.</summary>
/// <param name="session">The vehicle's.</param>
/// <param name="measurement">As it is.</param>
/// <param name="tags">Beside the vehicle's, by key.</param>
internal sealed class LineTarget(ServerSession session, string measurement, IReadOnlyList<(string Key, string Value)> tags)
{
    /// <summary>Shapes of a target at most. Lines of still others go field by field.</summary>
    public const int MaximumShapes = 64;

    private const int ShownLength = 64;

    private readonly Lock gate = new();
    private LineShape[] shapes = [];

    /// <summary>The vehicle's session.</summary>
    public ServerSession Session => session;

    /// <summary>The shapes so far; they never change places.</summary>
    public LineShape[] Shapes => Volatile.Read(ref shapes);

    /// <summary>The shape of some fields, made when there is none.</summary>
    /// <returns>Null when there are as many as may be, or a field cannot be a signal; then <paramref name="fault"/> says why.</returns>
    public LineShape? Add(IReadOnlyList<(byte[] Name, LineValueKind Kind)> fields, out string? fault)
    {
        lock (gate)
        {
            fault = null;
            if (shapes.FirstOrDefault(shape => IsOf(shape, fields)) is { } known)
                return known;
            if (shapes.Length >= MaximumShapes)
                return null;
            var slots = new LineSlot[fields.Count];
            for (var index = fields.Count - 1; index >= 0; index--)
            {
                if (ToSlot(fields[index], slots.AsSpan(index + 1), out fault) is not { } slot)
                    return null;
                slots[index] = slot;
            }
            var added = new LineShape(slots);
            shapes = [.. shapes, added];
            return added;
        }
    }

    /// <summary>A shape of one field, which is not remembered.</summary>
    /// <returns>Null when the field cannot be a signal; then <paramref name="fault"/> says why.</returns>
    public LineShape? AddOne((byte[] Name, LineValueKind Kind) field, out string? fault) =>
        ToSlot(field, [], out fault) is { } slot ? new LineShape([slot]) : null;

    private LineSlot? ToSlot((byte[] Name, LineValueKind Kind) field, ReadOnlySpan<LineSlot> later, out string? fault)
    {
        var (text, written) = (LineEscapes.NameOf(field.Name.AsSpan(0, field.Name.Length - 1)), TypeOf(field.Kind));
        var isBits = false;
        if (measurement == TelemetryLines.Measurement)
            text = TelemetryLines.SignalOf(text, written, out isBits) ?? text;
        var (name, kept) = (SignalNames.Of(measurement, tags, text), isBits ? SignalType.Double : written);
        fault = name.Length > SignalDefinition.MaximumNameLength ? $"the signal's name '{name[..ShownLength]}…' would have {name.Length} characters, at most {SignalDefinition.MaximumNameLength}" : null;
        if (fault is not null || session.Declare(name, kept, out fault) is not { } signal)
            return null;
        var isRepeated = false;
        foreach (var other in later)
            isRepeated |= other.Signal == signal;
        return new LineSlot(field.Name, written, kept, signal, isRepeated);
    }

    private static bool IsOf(LineShape shape, IReadOnlyList<(byte[] Name, LineValueKind Kind)> fields) =>
        shape.Slots.Length == fields.Count
        && shape.Slots.Zip(fields).All(pair => pair.First.Written == TypeOf(pair.Second.Kind) && pair.First.Name.AsSpan().SequenceEqual(pair.Second.Name));

    /// <summary>What a value is kept as.</summary>
    public static SignalType TypeOf(LineValueKind kind) => kind switch
    {
        LineValueKind.Float => SignalType.Double,
        LineValueKind.Integer or LineValueKind.Unsigned => SignalType.Integer,
        LineValueKind.Boolean => SignalType.Boolean,
        _ => SignalType.Text,
    };
}
