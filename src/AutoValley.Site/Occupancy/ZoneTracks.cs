using System.Runtime.InteropServices;

namespace AutoValley.Site.Occupancy;

/// <summary>The zones one vehicle occupies, in the order it came into them; the land outside of the boundary is one of them.</summary>
/// <param name="most">Zones kept at once, but for that land.</param>
/// <param name="outside">That land's rank.</param>
internal sealed class ZoneTracks(int most, int outside)
{
    private readonly List<ZoneTrack> tracks = [];

    public ReadOnlySpan<ZoneTrack> All => CollectionsMarshal.AsSpan(tracks);

    /// <summary>Whether a zone waits for its dwell, so that time alone may change something.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Whether more zones were near than are kept.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes a track as it was kept.</summary>
    public void Add(ZoneTrack track)
    {
        tracks.Add(track);
        IsLeaving |= track.ClearSince is not null;
    }

    public void Clear()
    {
        tracks.Clear();
        (IsLeaving, IsFull) = (false, false);
    }

    /// <summary>The track of a zone; default, which is Out, where there is none.</summary>
    public ZoneTrack Of(int rank) => IndexOf(rank) is var known and >= 0 ? tracks[known] : default;

    /// <summary>A fix that lies to its zones as <paramref name="near"/> says; zones that are not listed it is clear of.</summary>
    /// <param name="near">At most one item a zone.</param>
    public void Judge(List<ZoneNearness> near)
    {
        foreach (ref var track in CollectionsMarshal.AsSpan(tracks))
            track.Nearness = Nearness.Clear;
        IsFull = false;
        foreach (var (rank, nearness) in near)
        {
            var known = IndexOf(rank);
            if (known >= 0)
                CollectionsMarshal.AsSpan(tracks)[known].Nearness = nearness;
            else if (nearness >= Nearness.Possible && (rank == outside || tracks.Count < most))
                tracks.Add(new ZoneTrack(rank, ZoneState.Out, 0) { Nearness = nearness });
            else
                IsFull |= nearness >= Nearness.Possible;
        }
    }

    /// <summary>Brings every state to a fix's time.</summary>
    /// <param name="now">The fix's times.</param>
    /// <param name="dwell">Nanoseconds.</param>
    /// <param name="margin">How much the fix can say.</param>
    /// <param name="changes">Takes what became another.</param>
    public void Advance(FixTimes now, long dwell, Margin margin, List<RankChange> changes)
    {
        IsLeaving = false;
        foreach (ref var track in CollectionsMarshal.AsSpan(tracks))
        {
            var (before, next) = (track.State, track.Next(now, dwell, margin));
            if (before == ZoneState.Out)
                track.Since = now.Event;
            track.State = next;
            IsLeaving |= track.ClearSince is not null;
            if (next != before)
                changes.Add(new RankChange(track.Rank, before, next));
        }
        tracks.RemoveAll(track => track.State == ZoneState.Out);
    }

    private int IndexOf(int rank)
    {
        for (var i = 0; i < tracks.Count; i++)
        {
            if (tracks[i].Rank == rank)
                return i;
        }
        return -1;
    }
}
