using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Bookings;

/// <summary><c>site bookings add</c>: books zones for an organisation.</summary>
internal sealed class BookingAddCommand : RemoteCommand
{
    private readonly Argument<string> organisation = new("organisation") { Description = "Whose right it is" };
    private readonly BookingOptions said;
    private readonly Option<string> person;
    private readonly Option<string> note = SiteArguments.Note("For the audit");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public BookingAddCommand(Host host, GlobalOptions global)
        : base("add", "Books zones for an organisation; refused where another organisation's booking is in the way.", host, global)
    {
        (said, person) = (new BookingOptions(host), SiteArguments.Person(host));
        said.Zones.Required = true;
        Add(organisation);
        foreach (var option in said.All.Concat([person, note, format]))
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(said.To) is null == result.GetResult(said.Length) is null)
                result.AddError("say when it ends: either --to or --for");
        });
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var booking = new Booking { Organisation = parsed.GetRequiredValue(organisation), FromTime = CommonOptions.Now(Host.Clock) };
        said.Apply(parsed, booking);
        var request = new CreateBookingRequest { Booking = booking, Person = parsed.GetRequiredValue(person), Note = parsed.GetRequiredValue(note) };
        var answer = await server.Site.CreateBookingAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), BookingFields.Of(answer.Booking));
    }
}
