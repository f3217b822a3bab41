using AutoValley.Site.Bookings;
using AutoValley.Telemetry;

namespace AutoValley.Site.Utilisation;

/// <summary>When a zone was booked, by whom and for which vehicle. Answers are remembered, as rows ask the same again and again.</summary>
internal sealed class BookedTime(Map map, IReadOnlyList<Booking> bookings)
{
    private readonly Dictionary<(string Zone, string? Organisation, VehicleName? Vehicle), SpanSet> answers = [];

    /// <summary>When this vehicle had a right to the zone.</summary>
    public SpanSet For(string zone, VehicleName vehicle) => Of(zone, vehicle.Organisation, vehicle);

    /// <summary>When the zone was booked: by this organisation, or anybody; for this vehicle, or any.</summary>
    public SpanSet Of(string zone, string? organisation, VehicleName? vehicle)
    {
        if (!answers.TryGetValue((zone, organisation, vehicle), out var answer))
        {
            answers[(zone, organisation, vehicle)] = answer = SpanSet.Union(bookings
                .Where(booking => (organisation is null || booking.Organisation == organisation)
                    && (vehicle is not { } one || booking.IsFor(one)) && booking.Covers(map, zone))
                .Select(booking => new Span(booking.From, booking.End)));
        }
        return answer;
    }
}
