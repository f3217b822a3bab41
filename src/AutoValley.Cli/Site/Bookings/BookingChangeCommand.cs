using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Bookings;

/// <summary><c>site bookings change</c>: other zones, times or vehicles; what is not said stays.</summary>
internal sealed class BookingChangeCommand : RemoteCommand
{
    private readonly Argument<ulong> id = SiteArguments.BookingId();
    private readonly BookingOptions said;
    private readonly Option<string> person;
    private readonly Option<string> note = SiteArguments.Note("Why");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public BookingChangeCommand(Host host, GlobalOptions global)
        : base("change", "Gives a booking that is not over other zones, times or vehicles; what is not said stays.", host, global)
    {
        (said, person) = (new BookingOptions(host), SiteArguments.Person(host));
        Add(id);
        foreach (var option in said.All.Concat([person, note, format]))
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var wanted = parsed.GetValue(id);
        var open = new ListBookingsRequest { FromTime = CommonOptions.Now(Host.Clock) };
        var booking = await Listing.Bookings(server, open).FirstOrDefaultAsync(one => one.Id == wanted)
            ?? throw CommandException.Failed($"there is no booking {wanted} that is not over");
        said.Apply(parsed, booking);
        var request = new UpdateBookingRequest { Booking = booking, Person = parsed.GetRequiredValue(person), Note = parsed.GetRequiredValue(note) };
        var answer = await server.Site.UpdateBookingAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), BookingFields.Of(answer.Booking));
    }
}
