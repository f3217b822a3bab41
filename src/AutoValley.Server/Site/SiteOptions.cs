using AutoValley.Server.Site.Fixes;
using AutoValley.Site.Alarms;
using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Server.Site;

/// <summary>Maps and occupancy; keys <c>Site:…</c>.</summary>
internal sealed record SiteOptions
{
    /// <summary>Key <c>Site:MaximumMapBytes</c>: length of a map's file; requests of SiteService may be as long then.</summary>
    public int MaximumMapBytes { get; init; } = 16 << 20;

    /// <summary>Key <c>Site:TimeZone</c>: the IANA name of the zone that people of the site have their clocks in; the server's own unless told.</summary>
    public string TimeZone { get; init; } = TimeZoneInfo.Local.Id;

    /// <summary>What vehicles tell their place by.</summary>
    public PositionSignals Signals { get; init; } = new();

    /// <summary>How they are judged.</summary>
    public OccupancyOptions Occupancy { get; init; } = new();

    /// <summary>How the record is judged; key <c>Site:VisitGap</c>. By event time, so that a backlog that comes later closes the gap.</summary>
    public VisitOptions Visits { get; init; } = new();

    /// <summary>How often fixes that came late are judged for the record.</summary>
    public TimeSpan LateInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A vehicle whose late fixes cannot be judged is tried again after so long at most, at first after <see cref="LateInterval"/>.</summary>
    public TimeSpan LongestLateRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Fixes that are judged again at once, at most: of more the late ones stay out of the record, which is counted and told.</summary>
    public int MaximumRejudgedFixes { get; init; } = 5_000_000;

    /// <summary>Key <c>Site:CheckpointInterval</c>: what was judged is durable after so long at most; a longer one means more to judge again after a crash.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the clock is looked at: silence is noticed so much later at most.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>At most so often rules look at who is where.</summary>
    public TimeSpan RulesInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>While the oldest batch that was not judged is older, rules wait: who was there then is not who is there now.</summary>
    public TimeSpan RulesLag { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How alarms behave, and how many there may be. Keys <c>Site:Alarms:NotBooked:Enabled</c>, <c>…:Severity</c>, <c>…:OnDelay</c>, <c>…:OffDelay</c>, and so for each <see cref="AlarmKind"/>.</summary>
    public AlarmOptions Alarms { get; init; } = new();

    /// <summary>What rules compare with. Key <c>Site:BookedKinds</c>: kinds of zone that nobody may be in without a booking, with commas between.</summary>
    public RuleOptions Rules { get; init; } = new();

    /// <summary>How much can be booked.</summary>
    public BookingOptions Bookings { get; init; } = new();

    /// <summary>Key <c>Site:MaximumWatchers</c>: of occupancy, and of alarms, at once.</summary>
    public int MaximumWatchers { get; init; } = 1_000;

    /// <summary>Key <c>Site:WatchQueue</c>: changes that wait for a watcher; then they go and it gets a new snapshot.</summary>
    public int WatchQueue { get; init; } = 1_000;

    /// <summary>Key <c>Site:LagWarning</c>: being so far behind what is durable is a warning of <c>/health</c> and of the status.</summary>
    public TimeSpan LagWarning { get; init; } = TimeSpan.FromSeconds(2);
}
