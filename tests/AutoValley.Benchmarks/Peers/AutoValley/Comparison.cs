using System.Runtime.InteropServices;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>What was read of a vehicle against what was sent, bit for bit and in order.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, Expected> signals = new(StringComparer.Ordinal);
    private long wrong;

    public Comparison(RecordedVehicle vehicle)
    {
        foreach (var group in vehicle.Groups)
        {
            foreach (var column in group.Columns)
                signals.Add(column.Signal, new Expected(group.Times, column.Values));
        }
    }

    /// <summary>Samples that differ, and those that were not read.</summary>
    public long Wrong => wrong + signals.Values.Sum(signal => signal.Left);

    public void Add(string signal, ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        if (!signals.TryGetValue(signal, out var expected) || !expected.Matches(times, values))
            wrong += times.Length;
    }

    private sealed class Expected(long[] times, double[] values)
    {
        private int position;

        public int Left => times.Length - position;

        public bool Matches(ReadOnlySpan<long> readTimes, ReadOnlySpan<double> readValues)
        {
            if (readTimes.Length > Left || readTimes.Length != readValues.Length)
                return false;
            var (start, length) = (position, readTimes.Length);
            position += length;
            // As integers: NaN differs from itself, and -0.0 does not from 0.0.
            var sent = MemoryMarshal.Cast<double, long>(values.AsSpan(start, length));
            return readTimes.SequenceEqual(times.AsSpan(start, length)) && MemoryMarshal.Cast<double, long>(readValues).SequenceEqual(sent);
        }
    }
}
