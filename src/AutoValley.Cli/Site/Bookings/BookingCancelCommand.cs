using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Bookings;

/// <summary><c>site bookings cancel</c>.</summary>
internal sealed class BookingCancelCommand : RemoteCommand
{
    private readonly Argument<ulong> id = SiteArguments.BookingId();
    private readonly Option<string> person;
    private readonly Option<string> note = SiteArguments.Note("Why");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public BookingCancelCommand(Host host, GlobalOptions global)
        : base("cancel", "Cancels a booking; one that has begun ends now.", host, global)
    {
        person = SiteArguments.Person(host);
        Add(id);
        foreach (var option in new Option[] { person, note, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new CancelBookingRequest { Id = parsed.GetValue(id), Person = parsed.GetRequiredValue(person), Note = parsed.GetRequiredValue(note) };
        var answer = await server.Site.CancelBookingAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), BookingFields.Of(answer.Booking));
    }
}
