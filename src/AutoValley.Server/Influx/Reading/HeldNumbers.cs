using System.Runtime.InteropServices;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>All numbers of an interval: 8 bytes each, and with their times 16. Integers stay such unless there are doubles too.</summary>
/// <param name="hasTimes">Whether one is chosen.</param>
/// <param name="hasRows">Whether something stands beside the chosen one.</param>
internal sealed class HeldNumbers(bool hasTimes, bool hasRows)
{
    // Of a row with a value, in numbers of 8 bytes: the object, its array and the value.
    private const int RowCost = 12;
    private const int ValueCost = 4;

    private readonly List<long> bits = [];
    private readonly List<long> times = [];
    private readonly List<QlRow> rows = [];
    private bool isWhole = true;

    /// <summary>How many.</summary>
    public int Count => bits.Count;

    /// <summary>They, in order of time.</summary>
    public double[] Numbers => isWhole ? [.. bits.Select(one => (double)one)] : MemoryMarshal.Cast<long, double>(CollectionsMarshal.AsSpan(bits)).ToArray();

    /// <summary>What a number takes, in numbers of 8 bytes.</summary>
    public int CostOf(QlRow row) => 1 + (hasTimes ? 1 : 0) + (hasRows ? RowCost + (row.Values.Length * ValueCost) : 0);

    /// <summary>Adds one.</summary>
    public void Add(SampleValue value, QlRow row)
    {
        if (isWhole && value.Type != SignalType.Integer)
        {
            isWhole = false;
            for (var index = 0; index < bits.Count; index++)
                bits[index] = BitConverter.DoubleToInt64Bits(bits[index]);
        }
        bits.Add(isWhole ? value.Integer : BitConverter.DoubleToInt64Bits(Ql.QlValues.NumberOf(value)));
        if (hasTimes)
            times.Add(row.Time);
        if (hasRows)
            rows.Add(row);
    }

    /// <summary>The number at a place in ascending order, of equal ones in order of time, and its row.</summary>
    public (SampleValue Value, QlRow Row) At(int rank)
    {
        var place = isWhole ? Enumerable.Range(0, Count).OrderBy(index => bits[index]).ElementAt(rank)
            : Enumerable.Range(0, Count).OrderBy(index => BitConverter.Int64BitsToDouble(bits[index])).ElementAt(rank);
        var value = isWhole ? SampleValue.Of(bits[place]) : SampleValue.Of(BitConverter.Int64BitsToDouble(bits[place]));
        return (value, hasRows ? rows[place] : new QlRow(times[place], [value]));
    }
}
