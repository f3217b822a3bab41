namespace AutoValley.Server.Services;

/// <summary>The answers about what may be on the site, and what came of it.</summary>
internal sealed record SiteRuleAnswers(SiteAlarmAnswers Alarms, AlarmWatch Watch, SiteBookingAnswers Bookings, SiteUtilisationAnswers Utilisation);
