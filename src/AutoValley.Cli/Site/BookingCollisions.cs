using AutoValley.Cli.Commands;
using AutoValley.Cli.Time;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary>Tells which bookings would be refused on a map that became active.</summary>
internal static class BookingCollisions
{
    public static async Task TellAsync(Host host, ActivateMapResponse activated)
    {
        foreach (var collision in activated.Collisions)
            await host.Error.WriteLineAsync($"autovalley: {Text(collision)}, {InstantText.Format(collision.FromTime)} to {InstantText.Format(collision.ToTime)}");
        if (activated.MoreCollisions > 0)
            await host.Error.WriteLineAsync($"autovalley: {activated.MoreCollisions} more bookings would be refused on this map");
    }

    private static string Text(BookingCollision collision)
    {
        var (whose, zones) = ($"booking {collision.Booking} of {collision.Organisation}", string.Join(", ", collision.Zones));
        return collision.Other > 0
            ? $"{whose} and {collision.Other} of {collision.OtherOrganisation} collide in {zones}"
            : $"{whose} is of {zones}, which the map does not have";
    }
}
