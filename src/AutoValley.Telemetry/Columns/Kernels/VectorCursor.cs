using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Goes over a column vector by vector; each is either read or stepped over.</summary>
internal ref struct VectorCursor
{
    private readonly ColumnHeader header;
    private ColumnReader reader;

    /// <summary>Stands before the first vector.</summary>
    /// <exception cref="ColumnFormatException">No column, or one of more values than <paramref name="maximumCount"/>.</exception>
    public VectorCursor(ReadOnlySpan<byte> column, int maximumCount, SimdLevel level) => reader = ColumnCodec.Open(column, maximumCount, level, out header);

    /// <summary>What the column holds.</summary>
    public readonly ColumnKind Kind => header.Kind;

    /// <summary>Values of the column.</summary>
    public readonly int Count => header.Count;

    /// <summary>How passes work.</summary>
    public readonly SimdLevel Level => reader.Level;

    /// <summary>Index of the current vector's first value.</summary>
    public int Start { get; private set; }

    /// <summary>Index after the current vector's last value.</summary>
    public readonly int End => Math.Min(Start + ColumnFormat.VectorLength, Count);

    /// <summary>Values of the current vector; 0 behind the last.</summary>
    public readonly int Length => End - Start;

    /// <summary>Refuses a column that does not hold doubles, integers (or times), or booleans.</summary>
    /// <exception cref="ColumnFormatException">It does not.</exception>
    public readonly void ExpectType<T>()
        where T : unmanaged
    {
        var fits = Kind switch
        {
            ColumnKind.Double => typeof(T) == typeof(double),
            ColumnKind.Integer or ColumnKind.Times => typeof(T) == typeof(long),
            ColumnKind.Boolean => typeof(T) == typeof(bool),
            _ => false,
        };
        if (!fits)
            throw reader.Error($"a column of {Kind} where {typeof(T).Name} values belong");
    }

    /// <summary>Refuses a column that ends before <paramref name="to"/>.</summary>
    /// <exception cref="ColumnFormatException">It does.</exception>
    public readonly void ExpectValues(long to)
    {
        if (to > Count)
            throw reader.Error($"{Count} values where {to} are asked for");
    }

    /// <summary>Steps over the current vector.</summary>
    public void Skip()
    {
        if (Kind == ColumnKind.Double)
            VectorSkip.Doubles(ref reader, Length);
        else if (Kind == ColumnKind.Boolean)
            VectorSkip.Booleans(ref reader, Length);
        else if (Kind is ColumnKind.Integer or ColumnKind.Times)
            VectorSkip.Integers(ref reader, Length);
        else
            throw NoNumbers();
        Start = End;
    }

    /// <summary>Reads the current vector into as many values, of the type that <see cref="ExpectType"/> allowed.</summary>
    public void Read<T>(scoped Span<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            DoubleVectorReader.Read(ref reader, MemoryMarshal.Cast<T, double>(values));
        else if (typeof(T) == typeof(long))
            IntegerVectorReader.Read(ref reader, MemoryMarshal.Cast<T, long>(values));
        else
            BooleanVectorReader.Read(ref reader, MemoryMarshal.Cast<T, bool>(values));
        Start = End;
    }

    /// <summary>Reads the current vector as doubles: integers become the nearest ones, booleans 0 and 1.</summary>
    /// <exception cref="ColumnFormatException">The column is one of times or texts.</exception>
    public void ReadNumbers(scoped Span<double> values)
    {
        switch (Kind)
        {
            case ColumnKind.Double:
                Read(values);
                break;
            case ColumnKind.Integer:
                IntegerVectorReader.Read(ref reader, MemoryMarshal.Cast<double, long>(values), ToDouble.Nearest);
                Start = End;
                break;
            case ColumnKind.Boolean:
                // The booleans lie in the last eighth until their doubles are written over them.
                var booleans = MemoryMarshal.Cast<byte, bool>(MemoryMarshal.AsBytes(values)[^values.Length..]);
                Read(booleans);
                for (var index = 0; index < values.Length; index++)
                    values[index] = booleans[index] ? 1 : 0;
                break;
            default:
                throw NoNumbers();
        }
    }

    private readonly ColumnFormatException NoNumbers() => reader.Error($"a column of {Kind} where numbers belong");
}
