namespace AutoValley.Site.Bookings;

/// <summary>What of a booking does not go on a map.</summary>
/// <param name="Booking">The one that would be refused.</param>
/// <param name="Other">The one in its way, of another organisation; null where the map does not have its zones.</param>
/// <param name="Zones">Of the other one, those in its way; else those of its own that the map does not have.</param>
public sealed record BookingCollision(Booking Booking, Booking? Other, IReadOnlyList<string> Zones)
{
    /// <summary>For people.</summary>
    public override string ToString() => Other is { } other
        ? $"booking {Booking.Id} of {Booking.Organisation} and {other.Id} of {other.Organisation} collide in {string.Join(", ", Zones)}"
        : $"booking {Booking.Id} of {Booking.Organisation} is of {string.Join(", ", Zones)}, which the map does not have";

    /// <summary>All of bookings that were made by another map, the earliest first; each pair once.</summary>
    /// <param name="bookings">Those that may still hold.</param>
    /// <param name="map">The map that they are to go by.</param>
    /// <param name="now">What is over by then is in nobody's way, Unix nanoseconds.</param>
    public static IEnumerable<BookingCollision> Find(IEnumerable<Booking> bookings, Map map, long now)
    {
        Booking[] open = [.. bookings.Where(booking => booking.End > now).OrderBy(booking => booking.From).ThenBy(booking => booking.Id)];
        for (var i = 0; i < open.Length; i++)
        {
            var (booking, zones) = (open[i], new WishedZones(open[i], map));
            if (booking.Zones.Where(zone => map.Find(zone) is null).ToArray() is { Length: > 0 } missing)
                yield return new BookingCollision(booking, null, missing);
            for (var j = i + 1; j < open.Length && open[j].From < booking.End; j++)
            {
                if (open[j].Organisation != booking.Organisation && zones.Collide(open[j]))
                    yield return new BookingCollision(booking, open[j], [.. open[j].Zones.Where(zones.CollidesWith(open[j]))]);
            }
        }
    }
}
