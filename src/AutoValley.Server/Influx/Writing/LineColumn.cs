using System.Globalization;
using System.Runtime.CompilerServices;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Values of a field, row by row.</summary>
internal abstract class LineColumn
{
    /// <summary>A column for values of a type.</summary>
    public static LineColumn Of(SignalType type) => type switch
    {
        SignalType.Double => new LineColumn<double>(Values.Of),
        SignalType.Integer => new LineColumn<long>(Values.Of),
        SignalType.Boolean => new LineColumn<bool>(Values.Of),
        _ => new LineColumn<string>(Values.Of),
    };

    /// <summary>Makes room for rows.</summary>
    public abstract void Reserve(int rows);

    /// <summary>Puts a value of the column's type, or a text with the bits of a double.</summary>
    /// <returns>False when it is no such text.</returns>
    public abstract bool TrySet(int row, LineValue value);

    /// <summary>Puts what another column of the same type has in a row.</summary>
    public abstract void Copy(int row, LineColumn from, int fromRow);

    /// <summary>Lets go of what rows hold; the room stays.</summary>
    public abstract void Clear(int start, int count);

    /// <summary>The values of some rows; good until the next one is put.</summary>
    public abstract Values Take(int start, int count);

    /// <summary>The values of chosen rows.</summary>
    public abstract Values Take(ReadOnlySpan<int> rows);
}

/// <inheritdoc/>
internal sealed class LineColumn<T>(Func<ReadOnlyMemory<T>, Values> wrap) : LineColumn
{
    private T[] values = [];

    public override void Reserve(int rows) => Array.Resize(ref values, rows);

    public override bool TrySet(int row, LineValue value)
    {
        if (typeof(T) == typeof(double) && value.Kind == LineValueKind.Text)
            return TryReadBits(value.Raw, out ((double[])(object)values)[row]);
        if (typeof(T) == typeof(double))
            ((double[])(object)values)[row] = value.Float;
        else if (typeof(T) == typeof(long))
            ((long[])(object)values)[row] = value.Integer;
        else if (typeof(T) == typeof(bool))
            ((bool[])(object)values)[row] = value.Boolean;
        else
            ((string[])(object)values)[row] = value.ToText();
        return true;
    }

    public override void Copy(int row, LineColumn from, int fromRow) => values[row] = ((LineColumn<T>)from).values[fromRow];

    // Texts would stay in memory until others take their rows.
    public override void Clear(int start, int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(values, start, count);
    }

    public override Values Take(int start, int count) => wrap(values.AsMemory(start, count));

    public override Values Take(ReadOnlySpan<int> rows)
    {
        var chosen = new T[rows.Length];
        for (var index = 0; index < rows.Length; index++)
            chosen[index] = values[rows[index]];
        return wrap(chosen);
    }

    private static bool TryReadBits(ReadOnlySpan<byte> text, out double value)
    {
        var isRead = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) && text.Length == 2 * sizeof(ulong);
        value = BitConverter.UInt64BitsToDouble(bits);
        return isRead;
    }
}
