using AutoValley.Telemetry;

namespace AutoValley.Site.Bookings;

/// <summary>Which bookings stand in each other's way.</summary>
internal static class Conflicts
{
    /// <summary>
    /// The first of the bookings that a wish cannot be beside: of another organisation, at the same time, in a zone that is the same, its whole or a part
    /// of it, where one of the bookings or one of the two zones is exclusive. Null when there is none.
    /// </summary>
    public static Booking? Find(Booking wish, IEnumerable<Booking> bookings, Map map)
    {
        var mine = new WishedZones(wish, map);
        return bookings.FirstOrDefault(booking => booking.Id != wish.Id && booking.Organisation != wish.Organisation
            && booking.From < wish.End && wish.From < booking.End && mine.Collide(booking));
    }

    /// <summary>For people; says no more of another organisation than which of its zones are in the way, for as long as both want them.</summary>
    public static string Describe(Booking wish, Booking conflict, Map map)
    {
        var (from, end) = (Math.Max(wish.From, conflict.From), Math.Min(wish.End, conflict.End));
        var zones = conflict.Zones.Where(new WishedZones(wish, map).CollidesWith(conflict));
        return $"booking {conflict.Id} of another organisation has {string.Join(", ", zones)} from {Text(from)} to {Text(end)}";
    }

    private static string Text(long time) => UnixTime.ToText(time);

    /// <summary>The zones of the wish and those they are parts of, so that a booking is looked at in time of its own zones alone.</summary>
    private sealed class WishedZones
    {
        private readonly Booking wish;
        private readonly Map map;
        private readonly HashSet<string> zones;
        private readonly HashSet<string> wholes = [];
        private readonly HashSet<string> wholesOfExclusive = [];

        public WishedZones(Booking wish, Map map)
        {
            (this.wish, this.map, zones) = (wish, map, [.. wish.Zones]);
            foreach (var zone in wish.Zones)
            {
                wholes.UnionWith(map.Wholes(zone));
                if (IsExclusive(zone))
                    wholesOfExclusive.UnionWith(map.Wholes(zone));
            }
        }

        public bool Collide(Booking booking) => booking.Zones.Any(CollidesWith(booking));

        /// <summary>Whether one of a booking's zones is in the way.</summary>
        public Func<string, bool> CollidesWith(Booking booking) => theirs =>
        {
            var isExclusive = wish.IsExclusive || booking.IsExclusive || IsExclusive(theirs);
            return (isExclusive ? wholes : wholesOfExclusive).Contains(theirs)
                || map.Wholes(theirs).Any(whole => zones.Contains(whole) && (isExclusive || IsExclusive(whole)));
        };

        private bool IsExclusive(string zone) => map.Find(zone)?.IsExclusive ?? false;
    }
}
