using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Server.Query.Align;

/// <summary>An aligner of values of one type.</summary>
internal sealed class Aligner<T>(AlignMethod method, ulong maximumAge, Func<ReadOnlyMemory<T>, Values<T>> wrap) : Aligner
{
    private readonly bool isText = typeof(T) == typeof(string);
    private ReadOnlyMemory<long> times;
    private ReadOnlyMemory<T> values;

    // Of the samples at hand the first that is after the row last looked at.
    private int next;

    // The last sample of the slice before.
    private (long Time, T Value)? kept;
    private bool ended;
    private T[] rowValues = [];

    /// <inheritdoc/>
    public override void Add(Samples? samples)
    {
        if (times.Length > 0)
            kept = (times.Span[^1], values.Span[^1]);
        (times, values, next) = (samples?.Times ?? default, samples is null ? default : Items(samples.Values), 0);
        ended = samples is null;
    }

    /// <inheritdoc/>
    public override int Fill(ReadOnlySpan<long> rows, int from)
    {
        if (from == 0)
            Clear(rows.Length);
        var known = times.Span;
        for (var row = from; row < rows.Length; row++)
        {
            while (next < known.Length && known[next] <= rows[row])
                next++;
            if (next == known.Length && !ended)
                return row;
            if (TryPick(rows[row], out var value))
            {
                rowValues[row] = value;
                MarkPresent(row);
            }
        }
        return rows.Length;
    }

    /// <inheritdoc/>
    public override Values ValuesOf(int rows) => wrap(rowValues.AsMemory(0, rows));

    private void Clear(int rows)
    {
        ClearRows(rows);
        if (rowValues.Length < rows)
            rowValues = new T[rows];
        if (isText)
            Array.Fill((string[])(object)rowValues, "");
        else
            Array.Clear(rowValues);
    }

    private bool TryPick(long time, out T value)
    {
        var before = next > 0 ? (times.Span[next - 1], values.Span[next - 1]) : kept;
        (long Time, T Value)? after = next < times.Length ? (times.Span[next], values.Span[next]) : null;
        var picked = method switch
        {
            AlignMethod.Previous => before,
            AlignMethod.None => before?.Time == time ? before : null,
            AlignMethod.Nearest => Nearer(time, before, after),
            AlignMethod.Linear => Between(time, before, after),
            _ => throw new InvalidOperationException($"no method {method}"),
        };
        value = picked is { } sample ? sample.Value : default!;
        return picked is { } found && IsNear(found.Time, time);
    }

    private bool IsNear(long time, long row) => maximumAge == 0 || Distance(time, row) <= maximumAge;

    private static (long Time, T Value)? Nearer(long time, (long Time, T Value)? before, (long Time, T Value)? after) =>
        before is { } earlier && after is { } later
            ? Distance(earlier.Time, time) <= Distance(later.Time, time) ? before : after
            : before ?? after;

    // Linear ones are doubles: Items sees to it.
    private (long Time, T Value)? Between(long time, (long Time, T Value)? before, (long Time, T Value)? after)
    {
        if (before?.Time == time)
            return before;
        if (before is not { } earlier || after is not { } later || !IsNear(earlier.Time, time) || !IsNear(later.Time, time))
            return null;
        var (low, high) = ((double)(object)earlier.Value!, (double)(object)later.Value!);
        var share = Distance(earlier.Time, time) / (double)Distance(earlier.Time, later.Time);
        return (time, (T)(object)(low + ((high - low) * share)));
    }

    // Their difference fits also when all of time lies between them.
    private static ulong Distance(long one, long other) => unchecked((ulong)(Math.Max(one, other) - Math.Min(one, other)));

    private static ReadOnlyMemory<T> Items(Values values)
    {
        if (values is Values<T> same)
            return same.Items;
        var integers = ((Values<long>)values).Items.Span;
        var doubles = new double[integers.Length];
        for (var index = 0; index < doubles.Length; index++)
            doubles[index] = integers[index];
        return (ReadOnlyMemory<T>)(object)(ReadOnlyMemory<double>)doubles;
    }
}
