using AutoValley.V1;
using Google.Protobuf.Collections;

namespace AutoValley.Server.Query;

/// <summary>Finds where a series says nothing for longer than a given time, also at the borders of its slices.</summary>
internal sealed class Gaps(ulong nanos)
{
    private long? previous;

    /// <summary>Adds the gaps that end in these times, which come after those of the call before.</summary>
    public void AddTo(RepeatedField<V1.TimeSpan> found, ReadOnlySpan<long> times)
    {
        if (nanos == 0 || times.IsEmpty)
            return;
        var before = previous ?? times[0];
        foreach (var time in times)
        {
            // Ascending, so that their difference fits when the whole of time lies between them too.
            if (unchecked((ulong)(time - before)) > nanos)
                found.Add(new V1.TimeSpan { From = before, To = time });
            before = time;
        }
        previous = before;
    }
}
