namespace AutoValley.Site.Bookings;

/// <summary>
/// The zones of a wish, those that they are parts of and those that they lie over, so that a booking is looked at in time of its own zones alone. Of two zones that have to do with each other
/// one excludes the other where one of the bookings or one of the zones is exclusive.
/// </summary>
internal sealed class WishedZones
{
    private readonly Booking wish;
    private readonly Map map;
    private readonly HashSet<string> zones;
    private readonly Lazy<HashSet<string>> near;
    private readonly Lazy<HashSet<string>> nearExclusive;

    public WishedZones(Booking wish, Map map)
    {
        (this.wish, this.map, zones) = (wish, map, [.. wish.Zones]);
        near = new(() => Near(wish.Zones));
        nearExclusive = new(() => Near(wish.Zones.Where(IsExclusive)));
    }

    public bool Collide(Booking booking) => booking.Zones.Any(CollidesWith(booking));

    /// <summary>Whether one of a booking's zones is in the way.</summary>
    public Func<string, bool> CollidesWith(Booking booking) => theirs =>
    {
        var isExclusive = wish.IsExclusive || booking.IsExclusive || IsExclusive(theirs);
        return (isExclusive ? near : nearExclusive).Value.Contains(theirs)
            || map.Wholes(theirs).Any(whole => zones.Contains(whole) && (isExclusive || IsExclusive(whole)));
    };

    private HashSet<string> Near(IEnumerable<string> of) => [.. of.SelectMany(zone => map.Wholes(zone).Concat(map.Overlapping(zone)))];

    private bool IsExclusive(string zone) => map.Find(zone)?.IsExclusive ?? false;
}
