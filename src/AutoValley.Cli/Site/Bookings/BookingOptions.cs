using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Time;
using Google.Protobuf.Collections;

namespace AutoValley.Cli.Site.Bookings;

/// <summary>What a booking is said by.</summary>
internal sealed class BookingOptions(Host host)
{
    public Option<string[]> Zones { get; } = new("--zone", "-z") { Description = "One or more zones; what is part of one is booked with it", HelpName = "name", AllowMultipleArgumentsPerToken = true };

    public Option<long?> From { get; } = CommonOptions.Instant("--from", $"When it starts: {InstantText.Forms}", host.Clock);

    public Option<long?> To { get; } = CommonOptions.Instant("--to", "When it ends", host.Clock);

    public Option<long?> Length { get; } = CommonOptions.Duration("--for", "How long, instead of --to, e.g. 2h");

    public Option<string[]> Vehicles { get; } = new("--vehicle", "-v")
    {
        Description = "For these vehicles of the organisation [all]", HelpName = "organisation/vehicle", AllowMultipleArgumentsPerToken = true,
    };

    public Option<bool?> Exclusive { get; } = new("--exclusive") { Description = "Nobody else may be there, also where the zone is shared" };

    public Option<string?> Purpose { get; } = new("--purpose") { Description = "What for", HelpName = "text" };

    public IEnumerable<Option> All => [Zones, From, To, Length, Vehicles, Exclusive, Purpose];

    /// <summary>Writes what was said over what is there.</summary>
    public void Apply(ParseResult parsed, V1.Booking booking)
    {
        Replace(booking.Zones, parsed.GetValue(Zones));
        Replace(booking.Vehicles, parsed.GetValue(Vehicles));
        booking.FromTime = parsed.GetValue(From) ?? booking.FromTime;
        booking.ToTime = parsed.GetValue(To) ?? (parsed.GetValue(Length) is { } length ? booking.FromTime + length : booking.ToTime);
        booking.Exclusive = parsed.GetValue(Exclusive) ?? booking.Exclusive;
        booking.Purpose = parsed.GetValue(Purpose) ?? booking.Purpose;
    }

    private static void Replace(RepeatedField<string> there, string[]? said)
    {
        if (said is not { Length: > 0 })
            return;
        there.Clear();
        there.AddRange(said);
    }
}
