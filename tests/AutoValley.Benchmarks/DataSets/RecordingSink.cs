using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>A source's samples in memory, as a <see cref="RecordedVehicle"/>; texts are left out. Not safe for concurrent use.</summary>
internal sealed class RecordingSink : ISampleSink
{
    private const long NanosPerMilli = 1_000_000;

    private readonly List<Rows> groups = [];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        var definitions = signals.Select((signal, index) => new SignalDefinition((uint)index + 1, signal.Name, signal.Type));
        var group = new SignalGroup(groups.Count, [.. definitions]);
        // A signal that comes in CAN frames of two lengths is declared twice: one group keeps it.
        var columns = Enumerable.Range(0, signals.Count).Where(index => signals[index].Type != SignalType.Text && taken.Add(signals[index].Name));
        groups.Add(new Rows([.. columns], group));
        return group;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        groups[group.Id].Add(time / NanosPerMilli * NanosPerMilli, values.Span);
        return default;
    }

    /// <summary>All that was written.</summary>
    public RecordedVehicle ToVehicle(VehicleName name) =>
        new(name, [.. groups.Where(group => group.Count > 0).Select(group => group.ToGroup())]);

    private sealed class Rows(int[] columns, SignalGroup group)
    {
        private readonly List<long> times = [];
        private readonly List<double>[] values = [.. columns.Select(_ => new List<double>())];

        public int Count => columns.Length == 0 ? 0 : times.Count;

        /// <summary>Of two rows in one millisecond the first is kept.</summary>
        public void Add(long time, ReadOnlySpan<SampleValue> row)
        {
            if (times.Count > 0 && time <= times[^1])
                return;
            times.Add(time);
            for (var index = 0; index < columns.Length; index++)
                values[index].Add(ToDouble(row[columns[index]]));
        }

        public RecordedGroup ToGroup() => new(
            [.. times], [.. columns.Select((column, index) => new RecordedColumn(group.Signals[column].Name, [.. values[index]]))]);

        private static double ToDouble(SampleValue value) => value.Type == SignalType.Double ? value.Double : value.Integer;
    }
}
