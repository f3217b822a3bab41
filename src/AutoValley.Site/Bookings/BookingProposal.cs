namespace AutoValley.Site.Bookings;

/// <summary>The answer to a wish.</summary>
/// <param name="Outcome">Whether there is a change, or why not.</param>
/// <param name="Detail">For people: what is wrong; empty when nothing is.</param>
/// <param name="Change">To be made durable, then applied; null unless done.</param>
/// <param name="Conflict">The booking that is in the way; null unless one is.</param>
public sealed record BookingProposal(BookingOutcome Outcome, string Detail = "", BookingChange? Change = null, Booking? Conflict = null);
