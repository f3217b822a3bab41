using AutoValley.Storage.Site;

namespace AutoValley.Server.Site.Judging;

/// <summary>What tells a visit from others.</summary>
internal readonly record struct VisitKey(string Vehicle, string Zone, long Enter, int Map)
{
    public static VisitKey Of(StoredVisit visit) => new(visit.Vehicle, visit.Zone, visit.Enter, visit.Map);
}
