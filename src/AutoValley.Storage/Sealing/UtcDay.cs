using System.Globalization;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Sealing;

/// <summary>Days of UTC, numbered from 1970-01-01; all that Unix nanoseconds reach.</summary>
internal static class UtcDay
{
    private static readonly int UnixEpoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Its first nanosecond that can be told.</summary>
    public static long First(int day) => (long)Int128.Max((Int128)day * UnixTime.NanosPerDay, long.MinValue);

    /// <summary>Its last nanosecond that can be told.</summary>
    public static long Last(int day) => (long)Int128.Min(((Int128)(day + 1) * UnixTime.NanosPerDay) - 1, long.MaxValue);

    /// <summary>2026-11-22.</summary>
    public static string ToText(int day) => DateOnly.FromDayNumber(UnixEpoch + day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static bool TryParse(ReadOnlySpan<char> text, out int day)
    {
        var parsed = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        day = parsed ? date.DayNumber - UnixEpoch : 0;
        return parsed;
    }

    /// <summary>Adds the day of each time.</summary>
    public static void AddAll(ReadOnlySpan<long> times, HashSet<int> days)
    {
        var (first, last) = (1L, 0L);
        foreach (var time in times)
        {
            if (time >= first && time <= last)
                continue;
            var day = UnixTime.DayOf(time);
            (first, last) = (First(day), Last(day));
            days.Add(day);
        }
    }
}

/// <summary>Days <paramref name="First"/> … <paramref name="Last"/>, both inclusive.</summary>
internal readonly record struct DaySpan(int First, int Last)
{
    /// <summary>Places of the times that are of these days; null when all are.</summary>
    public int[]? Choose(ReadOnlySpan<long> times)
    {
        var (first, last) = (UtcDay.First(First), UtcDay.Last(Last));
        List<int>? chosen = null;
        for (var index = 0; index < times.Length; index++)
        {
            var isInside = times[index] >= first && times[index] <= last;
            if (chosen is null && !isInside)
                chosen = [.. Enumerable.Range(0, index)];
            else if (isInside)
                chosen?.Add(index);
        }
        return chosen?.ToArray();
    }
}
