namespace AutoValley.Edge.Uplink;

/// <summary>
/// How much of the backlog may be under way, so that a live batch does not queue behind it: as answers take longer than the fastest ones did, a queue
/// grows somewhere on the way, and the window shrinks; while there is none, it grows (as congestion control by delay does, RFC 6817). Time is passed in. Not safe
/// for concurrent use.
/// </summary>
/// <param name="options">Its bounds.</param>
internal sealed class BacklogWindow(UplinkOptions options)
{
    // What an answer takes without a queue changes with the route: only the last one or two of such spans count.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    // Each window's worth of answers lets it grow by so much, once it is known about what the link bears.
    private const double Step = 16 << 10;

    private TimeSpan fastest = TimeSpan.MaxValue, fastestBefore = TimeSpan.MaxValue;
    private TimeSpan turned, shrunk = TimeSpan.MinValue;
    private double bytes = options.FirstBacklogBytes;
    private double known = options.BacklogBytes;

    /// <summary>Bytes of the backlog that may be under way now.</summary>
    public int Bytes => (int)bytes;

    /// <summary>A batch was answered.</summary>
    /// <param name="now">When.</param>
    /// <param name="took">How long after it was sent.</param>
    /// <param name="size">Its size.</param>
    public void Answered(TimeSpan now, TimeSpan took, int size)
    {
        if (now - turned >= Memory)
            Turn(now);
        fastest = took < fastest ? took : fastest;
        var queue = took - (fastest < fastestBefore ? fastest : fastestBefore);
        if (queue < options.BacklogDelay)
        {
            var growth = (1 - (queue / options.BacklogDelay)) * (bytes < known ? 1 : Math.Min(1, Step / bytes));
            bytes = Math.Min(options.BacklogBytes, bytes + (size * growth));
        }
        else if (shrunk == TimeSpan.MinValue || now - took >= shrunk)
        {
            // What was under way at the last time is no reason to do it again.
            shrunk = now;
            known = bytes = Math.Max(1, bytes / 2);
        }
    }

    // A queue that always stands would become what is taken for none: let it run empty and measure.
    private void Turn(TimeSpan now)
    {
        (fastestBefore, fastest, turned) = (fastest, TimeSpan.MaxValue, now);
        known = Math.Min(known, bytes / 2);
        bytes = 1;
    }
}
