namespace AutoValley.Telemetry.Columns;

/// <summary>Stretches of equal values.</summary>
internal static class Runs
{
    /// <summary>The value and the length of each run; the number of runs.</summary>
    public static int Split<T>(ReadOnlySpan<T> values, Span<T> runs, Span<long> lengths)
        where T : IEquatable<T>
    {
        var count = 0;
        for (var start = 0; start < values.Length;)
        {
            var length = values[start..].IndexOfAnyExcept(values[start]);
            lengths[count] = length < 0 ? values.Length - start : length;
            runs[count] = values[start];
            start += (int)lengths[count++];
        }
        return count;
    }

    /// <summary>Writes a run from <paramref name="start"/> on and gives where it ends.</summary>
    public static int Fill<T>(ref ColumnReader reader, scoped Span<T> values, int start, long length, T value)
    {
        if (length < 1 || length > values.Length - start)
            throw reader.Error($"a run of {length} where {values.Length - start} values are left");
        values.Slice(start, (int)length).Fill(value);
        return start + (int)length;
    }

    public static void ExpectFull(ref ColumnReader reader, int filled, int count)
    {
        if (filled != count)
            throw reader.Error($"{count - filled} values are in no run");
    }
}
