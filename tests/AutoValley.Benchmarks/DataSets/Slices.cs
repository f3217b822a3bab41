namespace AutoValley.Benchmarks.DataSets;

/// <summary>Samples of one vehicle in one window of time: a batch, a body.</summary>
/// <param name="Vehicle">Whose.</param>
/// <param name="Groups">Not empty.</param>
internal sealed record Slice(RecordedVehicle Vehicle, IReadOnlyList<SliceGroup> Groups)
{
    public int SampleCount => Groups.Sum(group => group.Count * group.Group.Columns.Count);
}

/// <summary>Rows <paramref name="Start"/> … of a group.</summary>
internal readonly record struct SliceGroup(RecordedGroup Group, int Start, int Count)
{
    public ReadOnlySpan<long> Times => Group.Times.AsSpan(Start, Count);
}

/// <summary>Cuts a data set as vehicles would send it: window after window, in each one slice a vehicle.</summary>
internal static class Slices
{
    /// <summary>Windows so long that a slice has about <paramref name="samples"/> samples.</summary>
    public static IEnumerable<Slice> Cut(DataSet data, int samples)
    {
        var (from, to) = (data.Range.From, data.Range.To);
        var perVehicle = Math.Max(1, data.SampleCount / data.Vehicles.Count);
        var window = Math.Max(1_000_000, (long)((double)(to - from) * samples / perVehicle));
        var next = data.Vehicles.Select(vehicle => new int[vehicle.Groups.Count]).ToArray();
        for (var end = from + window; ; end += window)
        {
            for (var index = 0; index < next.Length; index++)
            {
                if (Take(data.Vehicles[index], next[index], end) is { Groups.Count: > 0 } slice)
                    yield return slice;
            }
            if (end >= to)
                yield break;
        }
    }

    private static Slice Take(RecordedVehicle vehicle, int[] next, long end)
    {
        var groups = new List<SliceGroup>();
        for (var index = 0; index < next.Length; index++)
        {
            var (group, start) = (vehicle.Groups[index], next[index]);
            var stop = Array.BinarySearch(group.Times, start, group.Times.Length - start, end);
            stop = stop < 0 ? ~stop : stop;
            if (stop > start)
                groups.Add(new SliceGroup(group, start, stop - start));
            next[index] = stop;
        }
        return new Slice(vehicle, groups);
    }
}
