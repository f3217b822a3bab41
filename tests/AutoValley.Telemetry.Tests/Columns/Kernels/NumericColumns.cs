using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns.Kernels;

/// <summary>Columns of every shape that has numbers, with the doubles their values stand for.</summary>
internal static class NumericColumns
{
    public static IEnumerable<(string Name, byte[] Column, double[] Numbers)> Of(int length, int seed)
    {
        foreach (var effort in Column.Efforts)
        {
            foreach (var (name, values) in Shapes.Doubles(length, seed))
                yield return ($"{name}, {length} doubles, {effort}", Column.Encode(Values.Of(values), effort), values);
            foreach (var (name, values) in Shapes.Integers(length, seed))
                yield return ($"{name}, {length} integers, {effort}", Column.Encode(Values.Of(values), effort), Array.ConvertAll(values, value => (double)value));
        }
        yield return ($"NaN, {length} doubles", Column.Encode(Values.Of(Enumerable.Repeat(double.NaN, length).ToArray())), [.. Enumerable.Repeat(double.NaN, length)]);
        foreach (var (name, values) in Shapes.Booleans(length, seed))
            yield return ($"{name}, {length} booleans", Column.Encode(Values.Of(values)), Array.ConvertAll(values, value => value ? 1.0 : 0.0));
    }

    /// <summary>Ascending cuts: random ones, ones at the borders of vectors, empty stretches, or the whole.</summary>
    public static int[] Cuts(int length, Random random) => random.Next(4) switch
    {
        0 => [0, length],
        1 => [.. Enumerable.Range(0, (length / ColumnFormat.VectorLength) + 1).Select(vector => vector * ColumnFormat.VectorLength), length],
        _ => [.. Enumerable.Range(0, random.Next(2, 40)).Select(_ => random.Next(length + 1)).Order()],
    };
}
