using AutoValley.Telemetry;

namespace AutoValley.Site.Bookings;

/// <summary>Which bookings stand in each other's way.</summary>
internal static class Conflicts
{
    /// <summary>
    /// The first of the bookings that a wish cannot be beside: of another organisation, at the same time, in a zone that is the same, its whole, a part
    /// of it or lies over it, where one of the bookings or one of the two zones is exclusive. Null when there is none.
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
}
