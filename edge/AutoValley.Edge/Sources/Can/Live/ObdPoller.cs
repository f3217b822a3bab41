namespace AutoValley.Edge.Sources.Can.Live;

/// <summary>
/// Asks a vehicle for its values and hears the answers: one request at a time, the next when the answer came or the wait for it is over (SAE J1979, ISO 15765-4).
/// Only answers of one frame are known, at most 7 bytes: those of all single values of mode 01. The databases decode the answers; this tells which came.
/// Counts are read by any thread.
/// </summary>
internal sealed class ObdPoller(ObdOptions options, TimeProvider clock)
{
    /// <summary>
    /// Longest wait for an answer. ISO 15765-4 gives an ECU 50 ms; a gateway in between may need as long again.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private const byte PresentValues = 0x01;
    private const byte Answer = 0x40;
    private const byte Refusal = 0x7F;

    // To all ECUs; those of emissions answer with ids of their own.
    private const uint RequestId = 0x7DF;
    private const uint ResponseIds = 0x7E8;
    private const uint ResponseMask = 0x7F8;
    private const uint ExtendedRequestId = 0x18DB_33F1;
    private const uint ExtendedResponseIds = 0x18DA_F100;
    private const uint ExtendedResponseMask = 0x1FFF_FF00;

    // ISO 15765-2 recommends 0xCC for bytes of no meaning.
    private const byte Filler = 0xCC;

    private int next;
    private byte? asked;
    private long askedAt;
    private long? roundAt;
    private long requests;
    private long answers;
    private long refusals;
    private long unanswered;
    private long unsent;

    /// <summary>Lets the answers pass.</summary>
    public CanFilter Filter { get; } = options.IsExtended
        ? CanFilter.Ids(ExtendedResponseIds, ExtendedResponseMask, isExtended: true)
        : CanFilter.Ids(ResponseIds, ResponseMask, isExtended: false);

    /// <summary>For the agent's status.</summary>
    public IReadOnlyList<SourceCount> Counts =>
    [
        new("OBD requests", Interlocked.Read(ref requests)),
        new("OBD answers", Interlocked.Read(ref answers)),
        new("OBD requests refused", Interlocked.Read(ref refusals), IsGap: true),
        new("OBD requests without answer", Interlocked.Read(ref unanswered), IsGap: true),
        new("OBD requests not sent", Interlocked.Read(ref unsent), IsGap: true),
    ];

    /// <summary>The request to send now; false when there is none.</summary>
    /// <param name="now">A time stamp of the clock.</param>
    /// <param name="request">Gets it as a <see cref="CanWireFrame"/>.</param>
    public bool TryAsk(long now, Span<byte> request)
    {
        if (asked is not null && clock.GetElapsedTime(askedAt, now) >= LongestWait)
            End(ref unanswered);
        if (asked is not null || !IsDue(now))
            return false;
        (asked, askedAt) = (options.Pids[next++], now);
        CanWireFrame.Write(
            request, options.IsExtended ? ExtendedRequestId : RequestId, options.IsExtended,
            [2, PresentValues, asked.Value, Filler, Filler, Filler, Filler, Filler]);
        Interlocked.Increment(ref requests);
        return true;
    }

    /// <summary>The last request did not leave.</summary>
    public void NotSent() => End(ref unsent);

    /// <summary>Looks whether a frame is the answer.</summary>
    public void Hear(CanFrame frame)
    {
        if (asked is not { } pid || !IsResponse(frame) || frame.Data is not [var length, var service, var detail, ..] || length is < 2 or > 7)
            return;
        if (service == (PresentValues | Answer) && detail == pid)
            End(ref answers);
        else if (service == Refusal && detail == PresentValues)
            End(ref refusals);
    }

    // A round that took longer than it should is followed by the next one at once, but never by two.
    private bool IsDue(long now)
    {
        if (next < options.Pids.Count && roundAt is not null)
            return true;
        if (roundAt is { } begin && clock.GetElapsedTime(begin, now) < options.Round)
            return false;
        (next, roundAt) = (0, now);
        return true;
    }

    private bool IsResponse(CanFrame frame) => frame.Kind == CanFrameKind.Data && frame.IsExtended == options.IsExtended
        && (options.IsExtended ? (frame.Id & ExtendedResponseMask) == ExtendedResponseIds : (frame.Id & ResponseMask) == ResponseIds);

    private void End(ref long count)
    {
        asked = null;
        Interlocked.Increment(ref count);
    }
}
