using AutoValley.Edge.Sources;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Batching;

/// <summary>The samples of one group in the open batch: one column of times, one of values a signal.</summary>
internal sealed class GroupBuffer(SignalGroup group)
{
    private readonly Buffer<long> times = new();
    private readonly ValueColumn[] columns = [.. group.Signals.Select(signal => ValueColumn.Of(signal.Type))];

    public int Rows => times.Count;

    /// <summary>How many columns of values it is.</summary>
    public int Columns => columns.Length;

    /// <summary>Adds one row; the values are of the group's types.</summary>
    public void Add(long time, ReadOnlySpan<SampleValue> values)
    {
        times.Add(time);
        for (var i = 0; i < columns.Length; i++)
            columns[i].Add(values[i]);
    }

    public void WriteTo(BatchWriter writer)
    {
        var timeBase = writer.AddTimes(times.Items.Span);
        for (var i = 0; i < columns.Length; i++)
            writer.AddColumn(group.Signals[i].Id, timeBase, columns[i].ToValues());
    }

    public void Clear()
    {
        times.Clear();
        foreach (var column in columns)
            column.Clear();
    }
}
