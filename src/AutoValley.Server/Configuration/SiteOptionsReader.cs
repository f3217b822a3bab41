using AutoValley.Server.Site;
using AutoValley.Server.Site.Fixes;
using AutoValley.Site;
using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Server.Configuration;

/// <summary>Keys <c>Site:…</c>.</summary>
internal static class SiteOptionsReader
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static SiteOptions Read(SettingsReader reader)
    {
        var standard = new SiteOptions();
        return new SiteOptions
        {
            MaximumMapBytes = (int)reader.Bytes("Site:MaximumMapBytes", standard.MaximumMapBytes, 1 << 10, 32 << 20),
            MaximumWatchers = (int)reader.Number("Site:MaximumWatchers", standard.MaximumWatchers, 1, 1_000_000),
            WatchQueue = (int)reader.Number("Site:WatchQueue", standard.WatchQueue, 1, 1_000_000),
            CheckpointInterval = reader.Duration("Site:CheckpointInterval", standard.CheckpointInterval, TimeSpan.FromMilliseconds(100), LongestWait),
            LagWarning = reader.Duration("Site:LagWarning", standard.LagWarning, TimeSpan.FromMilliseconds(100), LongestWait),
            TimeZone = ReadTimeZone(reader, standard.TimeZone),
            Visits = new VisitOptions { Gap = reader.Duration("Site:VisitGap", standard.Visits.Gap, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)) },
            Occupancy = ReadOccupancy(reader, standard.Occupancy),
            Rules = ReadRules(reader, standard.Rules),
            Alarms = standard.Alarms with { Policies = AlarmKinds.All.ToDictionary(kind => kind, kind => ReadPolicy(reader, kind, standard.Alarms.Of(kind))) },
            Signals = ReadSignals(reader, standard.Signals),
        };
    }

    private static string ReadTimeZone(SettingsReader reader, string fallback)
    {
        const string key = "Site:TimeZone";
        var name = reader.Text(key, fallback);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
            reader.Fail(key, $"names a time zone by its IANA name, such as Asia/Shanghai; '{name}' is none");
        return name;
    }

    private static OccupancyOptions ReadOccupancy(SettingsReader reader, OccupancyOptions standard) => standard with
    {
        StaleAfter = reader.Duration("Site:StaleAfter", standard.StaleAfter, TimeSpan.FromMilliseconds(100), LongestWait),
        LateAfter = reader.Duration("Site:LateAfter", standard.LateAfter, TimeSpan.FromMilliseconds(100), LongestWait),
        Dwell = reader.Duration("Site:Dwell", standard.Dwell, TimeSpan.Zero, LongestWait),
        ClockErrorLimit = reader.Duration("Site:ClockErrorLimit", standard.ClockErrorLimit, TimeSpan.Zero, LongestWait),
        Hysteresis = Metres(reader, "Site:HysteresisMillimetres", standard.Hysteresis),
        AccuracyLimit = Metres(reader, "Site:AccuracyLimitMillimetres", standard.AccuracyLimit),
        AssumedAccuracy = Metres(reader, "Site:AssumedAccuracyMillimetres", standard.AssumedAccuracy),
        MaximumVehicles = (int)reader.Number("Site:MaximumVehicles", standard.MaximumVehicles, 1, 1_000_000),
    };

    // Conditions end as much beyond the limits that they begin by as by default.
    private static RuleOptions ReadRules(SettingsReader reader, RuleOptions standard)
    {
        var distance = Metres(reader, "Site:DistanceMillimetres", standard.Distance);
        var time = reader.Duration("Site:TimeToCollision", TimeSpan.FromSeconds(standard.TimeToCollision), TimeSpan.Zero, TimeSpan.FromSeconds(10)).TotalSeconds;
        return standard with
        {
            BookedKinds = ReadKinds(reader, "Site:BookedKinds", standard.BookedKinds),
            Distance = distance,
            EndDistance = distance + standard.EndDistance - standard.Distance,
            TimeToCollision = time,
            EndTimeToCollision = time + standard.EndTimeToCollision - standard.TimeToCollision,
        };
    }

    // Environment variables have no hyphens, so that kinds are named without here.
    private static AlarmPolicy ReadPolicy(SettingsReader reader, AlarmKind kind, AlarmPolicy standard)
    {
        var key = $"Site:Alarms:{kind}";
        return standard with
        {
            IsEnabled = reader.Flag($"{key}:Enabled", standard.IsEnabled),
            Severity = reader.Choice($"{key}:Severity", standard.Severity),
            OnDelay = reader.Duration($"{key}:OnDelay", standard.OnDelay, TimeSpan.Zero, LongestWait),
            OffDelay = reader.Duration($"{key}:OffDelay", standard.OffDelay, TimeSpan.Zero, LongestWait),
        };
    }

    private static IReadOnlySet<ZoneKind> ReadKinds(SettingsReader reader, string key, IReadOnlySet<ZoneKind> fallback)
    {
        if (reader.Optional(key) is not { } text)
            return fallback;
        var kinds = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => (Word: word, Kind: ZoneKinds.Parse(word))).ToArray();
        foreach (var (word, kind) in kinds.Where(one => one.Kind == ZoneKind.Other && one.Word != ZoneKinds.NameOf(ZoneKind.Other)))
            reader.Fail(key, $"names kinds of zone: track, lane, junction, pad, workshop, pit or other, with commas between; '{word}' is none");
        return kinds.Select(one => one.Kind).ToHashSet();
    }

    private static PositionSignals ReadSignals(SettingsReader reader, PositionSignals standard) => new()
    {
        Latitude = Names(reader, "Site:LatitudeSignals", standard.Latitude),
        Longitude = Names(reader, "Site:LongitudeSignals", standard.Longitude),
        Heading = Names(reader, "Site:HeadingSignals", standard.Heading),
        Speed = Names(reader, "Site:SpeedSignals", standard.Speed),
        Accuracy = Names(reader, "Site:AccuracySignals", standard.Accuracy),
        AccuracyFactor = reader.Number("Site:AccuracyPercent", (long)Math.Round(standard.AccuracyFactor * 100), 1, 10_000) / 100.0,
    };

    private static double Metres(SettingsReader reader, string key, double fallback) =>
        reader.Number(key, (long)Math.Round(fallback * 1_000), 0, 1_000_000) / 1_000.0;

    private static string[] Names(SettingsReader reader, string key, IReadOnlyList<string> fallback) =>
        reader.Text(key, string.Join(',', fallback)).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
