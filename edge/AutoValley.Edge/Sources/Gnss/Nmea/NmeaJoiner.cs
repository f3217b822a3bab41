namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>
/// Joins the sentences of one time into an epoch. It ends when a sentence of another time comes, or by <see cref="TryEnd"/> when the
/// receiver pauses. Sentences without a time (VTG, GSA, GSV) belong to the time before them, or to the next when none is open. Of two
/// epochs one fills while the other is read: allocates nothing.
/// </summary>
internal sealed class NmeaJoiner(NmeaStatistics statistics)
{
    private NmeaEpoch open = new();
    private NmeaEpoch ended = new();

    /// <summary>Adds a line that begins with <c>$</c>; true when it ended the epoch before it.</summary>
    /// <param name="line">A sentence, as <see cref="NmeaFramer"/> gives it.</param>
    /// <param name="arrival">When it came, Unix nanoseconds; 0 in a recording.</param>
    /// <param name="epoch">The one that ended: good until the next one ends.</param>
    public bool TryAdd(ReadOnlySpan<byte> line, long arrival, out NmeaEpoch? epoch)
    {
        epoch = null;
        if (NmeaSentence.TryParse(line, out var sentence) is var fault and not NmeaFault.None)
        {
            statistics.Count(fault);
            return false;
        }
        statistics.Sentences++;
        if (sentence.Kind == NmeaKind.Other)
        {
            statistics.SentencesOther++;
            return false;
        }
        if (!NmeaReading.TryTime(sentence, out var time))
        {
            statistics.Count(NmeaFault.BadField);
            return false;
        }
        if (IsNext(sentence.Kind, time))
            TryEnd(out epoch);
        if (NmeaReading.TryApply(sentence, open))
        {
            open.Arrival = open.Arrival == 0 || open.TimeOfDay is null ? arrival : open.Arrival;
            open.TimeOfDay ??= time;
        }
        else
        {
            statistics.Count(NmeaFault.BadField);
        }
        return epoch is not null;
    }

    /// <summary>Ends the open epoch; false when it has no time yet and waits for one.</summary>
    public bool TryEnd(out NmeaEpoch? epoch)
    {
        epoch = null;
        if (open.TimeOfDay is null && open.Quality is null)
            return false;
        (open, ended) = (ended, open);
        open.Clear();
        epoch = ended;
        statistics.Epochs++;
        statistics.Fixes += epoch.HasFix ? 1 : 0;
        return true;
    }

    // A receiver that lost its time says so in GGA and RMC; GST without deviations leaves the time out too.
    private bool IsNext(NmeaKind kind, long? time) =>
        open.TimeOfDay is not null && time != open.TimeOfDay && NmeaReading.HasTime(kind) && (time is not null || kind is NmeaKind.Gga or NmeaKind.Rmc);
}
