using AutoValley.Site.Bookings;
using AutoValley.Telemetry;

namespace AutoValley.Site.Utilisation;

/// <summary>When a zone was booked, by whom and for which vehicle. Answers are remembered, as rows ask the same again and again.</summary>
internal sealed class BookedTime(MapHistory maps, IReadOnlyList<Booking> bookings)
{
    private readonly Dictionary<(string Zone, string? Organisation, VehicleName? Vehicle, int MapVersion), SpanSet> byMap = [];
    private readonly Dictionary<(string Zone, string? Organisation, VehicleName? Vehicle), SpanSet> answers = [];

    /// <summary>When this vehicle had a right to the zone, by a version of the map.</summary>
    public SpanSet For(string zone, VehicleName vehicle, int mapVersion) => By(mapVersion, zone, vehicle.Organisation, vehicle);

    /// <summary>When the zone was booked, by the map that held then: by this organisation, or anybody; for this vehicle, or any.</summary>
    public SpanSet Of(string zone, string? organisation, VehicleName? vehicle)
    {
        if (!answers.TryGetValue((zone, organisation, vehicle), out var answer))
            answers[(zone, organisation, vehicle)] = answer = SpanSet.Union(maps.Periods.SelectMany(period => By(period.Version, zone, organisation, vehicle).Within(period.Time)));
        return answer;
    }

    private SpanSet By(int mapVersion, string zone, string? organisation, VehicleName? vehicle)
    {
        if (!byMap.TryGetValue((zone, organisation, vehicle, mapVersion), out var answer))
        {
            var map = maps.Of(mapVersion);
            byMap[(zone, organisation, vehicle, mapVersion)] = answer = SpanSet.Union(bookings
                .Where(booking => (organisation is null || booking.Organisation == organisation)
                    && (vehicle is not { } one || booking.IsFor(one)) && booking.Covers(map, zone))
                .Select(booking => new Span(booking.From, booking.End)));
        }
        return answer;
    }
}
