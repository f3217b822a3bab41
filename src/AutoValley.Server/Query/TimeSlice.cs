namespace AutoValley.Server.Query;

/// <summary>Lets other queries have the thread when one has had it for a while. For work on <see cref="QueryThreads"/>.</summary>
internal sealed class TimeSlice(TimeProvider clock)
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(5);

    private long began = clock.GetTimestamp();

    /// <summary>Goes to the end of the queue when the slice is used up.</summary>
    public ValueTask GiveWayAsync() => clock.GetElapsedTime(began) < Length ? default : GoBehindAsync();

    private async ValueTask GoBehindAsync()
    {
        await Task.Yield();
        began = clock.GetTimestamp();
    }
}
