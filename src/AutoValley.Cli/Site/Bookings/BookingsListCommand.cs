using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Bookings;

/// <summary><c>site bookings list</c>: who may be where and when.</summary>
internal sealed class BookingsListCommand : RemoteCommand
{
    private readonly Option<string> organisation = new("--organisation") { Description = "Of this organisation", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<string> zone = SiteArguments.Zone();
    private readonly Option<long?> from;
    private readonly Option<long?> to;
    private readonly Option<bool> cancelled = new("--cancelled") { Description = "Cancelled ones too" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public BookingsListCommand(Host host, GlobalOptions global)
        : base("list", "Bookings, by their start: those that are not over.", host, global)
    {
        (from, to) = (CommonOptions.Instant("--from", "Only those that hold at this time or later [now]", host.Clock), CommonOptions.Instant("--to", "Only those that start before this time", host.Clock));
        foreach (var option in new Option[] { organisation, zone, from, to, cancelled, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ListBookingsRequest
        {
            Organisation = parsed.GetRequiredValue(organisation), Zone = parsed.GetRequiredValue(zone), WithCancelled = parsed.GetValue(cancelled),
            FromTime = parsed.GetValue(from) ?? CommonOptions.Now(Host.Clock),
        };
        if (parsed.GetValue(to) is { } end)
            request.ToTime = end;
        var rows = Rows.To(Host, parsed.GetValue(format), [.. BookingFields.Of(new Booking()).Select(field => field.Name)]);
        await foreach (var booking in Listing.Bookings(server, request))
            rows.Write([.. BookingFields.Of(booking).Select(field => field.Value)]);
        rows.End();
    }
}
